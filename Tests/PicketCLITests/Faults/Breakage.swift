/// What a request meets on its way between the executor and the platform.
enum Breakage: String, CaseIterable, Sendable {
    /// The connection is refused: nothing listens.
    case refusal
    /// The connection ends during the TLS handshake.
    case handshake
    case resetBefore, resetAfter
    /// The answer ends in the middle of its body.
    case halfBody
    case silenceBefore, silenceAfter
    case failureBefore, failureAfter
    /// 503 with `Retry-After`.
    case busyBefore, busyAfter
    /// 401 until there has been another login.
    case expiredToken
    /// TLS says goodbye.
    case closedBefore, closedAfter
    /// The connection ends below TLS, without its goodbye.
    case cutBefore, cutAfter

    enum Doubt: Sendable {
        /// It never becomes doubtful whether the request took effect.
        case none
        case tookNoEffect, tookEffect
    }

    /// Whether the platform got the request, where the executor cannot know.
    var doubt: Doubt {
        switch self {
        case .refusal, .handshake, .expiredToken: .none
        case .resetBefore, .silenceBefore, .failureBefore, .busyBefore, .closedBefore, .cutBefore: .tookNoEffect
        case .resetAfter, .halfBody, .silenceAfter, .failureAfter, .busyAfter, .closedAfter, .cutAfter: .tookEffect
        }
    }

    /// Whether it happens to a new connection, and not to a request.
    var isOfConnection: Bool { self == .refusal || self == .handshake }

    /// The platform's own answer of 500 is final: the run ends, and is gone on with.
    var isFinal: Bool { self == .failureBefore || self == .failureAfter }

    var isSilence: Bool { self == .silenceBefore || self == .silenceAfter }
}
