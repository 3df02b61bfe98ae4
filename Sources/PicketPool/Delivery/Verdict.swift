import PicketRuntime

/// What is known about a write's effect. The journal stores it, and a resumed run relies on it.
enum Verdict: String {
    /// The platform did what the write asks for.
    case effective = "done"
    /// The platform did nothing.
    case ineffective = "nothing"
    case unknown
}

/// The meaning of a status for the request that it answers. The live run, the journal and the plan all use this table.
///
/// Sources: RFC 9110, section 15; nginx (499) and Cloudflare (520 to 524) for the statuses that gateways add.
enum StatusMeaning {
    /// 200 to 299
    case accepted
    /// 401: the client must log in. Nothing was done.
    case unauthorized
    /// 429: the client must wait. Nothing was done.
    case notNow
    /// Any other 4xx. Nothing was done, if the platform itself sent the answer.
    case refused
    /// A gateway or the server gave up waiting. The request may still be at work.
    case timedOut
    /// No server could handle the request, or its answer was lost on the way.
    case unavailable
    /// 500, and any status not listed here. It proves nothing, and sending again does not help.
    case strange

    init(_ status: Int) {
        switch status {
        case 200..<300: self = .accepted
        case 401: self = .unauthorized
        case 429: self = .notNow
        case 408, 499, 504, 522, 524: self = .timedOut
        case 502, 503, 520, 521, 523: self = .unavailable
        case 400..<500: self = .refused
        default: self = .strange
        }
    }

    /// Whether the same request may succeed later.
    var isTemporary: Bool {
        switch self {
        case .notNow, .timedOut, .unavailable: true
        case .accepted, .unauthorized, .refused, .strange: false
        }
    }
}

/// Judges answers: what they prove about a write, and what they show of a connection.
enum Judge {
    /// Returns what an answer proves about the write that it answers.
    static func verdict(of response: borrowing Response, to command: borrowing PlatformCommand) -> Verdict {
        guard let status = response.status else { return .unknown }
        switch StatusMeaning(status) {
        case .accepted: return command.isDone(by: response) ? .effective : .unknown
        case .unauthorized, .notNow: return .ineffective
        // Other endpoints have no known form of failure, so the status alone counts.
        case .refused: return !command.hasKnownAnswers || response.isPlatformsOwn ? .ineffective : .unknown
        case .timedOut, .unavailable, .strange: return .unknown
        }
    }

    /// What an answer to `show` says about a connection.
    enum Sight {
        case present(ValueMap)
        case absent
        /// The answer says nothing about the connection.
        case nothing
    }

    /// Returns what the answer to a `show` says about a connection. An object is accepted if it has a host, and no
    /// other name. Absence counts only if the platform itself reports it.
    static func sight(of name: String, in response: borrowing Response) -> Sight {
        switch response.status {
        case 404 where response.isPlatformsOwn: return .absent
        case 200 where response.failureReason == nil:
            guard let object = response.object, object["host"] != nil else { return .nothing }
            if let shown = object["name"], !(shown.text?.utf8.elementsEqual(name.utf8) ?? false) { return .nothing }
            return .present(object)
        default: return .nothing
        }
    }

    /// A connection compared with the state in which writes should have left it.
    enum Comparison: Equatable {
        case asMeant
        /// At least these fields differ.
        case differs([ConnectionFields.Field])
        /// The platform does not show all the fields that a proof needs.
        case unproven
        case absent
        /// The connection exists, although the write deletes it.
        case present
        case unreadable
    }

    /// Compares a connection with what a write has sent.
    static func comparison(_ sight: Sight, with write: ConnectionWrite) -> Comparison {
        comparison(
            sight, with: write.effect == .deletion ? .absent : .present(write.fields),
            isAddition: write.effect == .creation)
    }

    /// Returns a clause about the fields that a read leaves open although the connection is as meant, such as the
    /// password of an addition; empty for none.
    static func reserve(_ sight: Sight, _ state: ExpectedState) -> String {
        guard case .present(let object) = sight, case .present(let fields) = state else { return "" }
        let open = fields.written.filter { fields.proof(of: $0, in: object) == .nothing }
        guard !open.isEmpty else { return "" }
        return ", but does not show its " + open.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }

    /// - Parameter isAddition: Whether the latest write is an `add`. It is recognized by the name and all fields but a
    ///   password that is not shown as it is, any other write by all fields that it wrote.
    static func comparison(_ sight: Sight, with state: ExpectedState, isAddition: Bool = false) -> Comparison {
        switch (sight, state) {
        case (.nothing, _): return .unreadable
        case (.absent, .absent): return .asMeant
        case (.absent, .present): return .absent
        case (.present, .absent): return .present
        case (.present(let object), .present(let fields)):
            let proofs = fields.written.map { ($0, fields.proof(of: $0, in: object)) }
            let differing = proofs.filter { $0.1 == .other }.map(\.0)
            if !differing.isEmpty { return .differs(differing) }
            let isNamed = !isAddition || object["name"] != nil
            let isProved = proofs.allSatisfy { $0.1 == .same || isAddition && fields.isExcused($0.0, in: object) }
            return isNamed && isProved ? .asMeant : .unproven
        }
    }
}

extension Response {
    /// Whether a failing answer has the platform's own form, an object with `error`. A page from a gateway proves
    /// nothing about a connection.
    var isPlatformsOwn: Bool { received?.hasError == true }
}
