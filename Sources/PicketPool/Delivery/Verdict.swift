import PicketRuntime

/// What is known of a write's effect. It stands in the journal, and a resumed run goes by it.
enum Verdict: String {
    /// The platform did what the write says.
    case effective = "done"
    /// The platform did nothing.
    case ineffective = "nothing"
    case unknown
}

/// What a status says of the request that it answers: the one table, used by the live run, the journal and the plan.
///
/// Sources: RFC 9110, section 15; nginx (499) and Cloudflare (520 to 524) for the statuses that gateways add.
enum StatusMeaning {
    /// 200 to 299
    case accepted
    /// 401: the sender has to log in. Nothing was done.
    case unauthorized
    /// 429: the sender has to wait. Nothing was done.
    case notNow
    /// Any other 4xx: nothing was done, if the platform itself says so.
    case refused
    /// A gateway or the server gave up waiting. The request may still be at work.
    case timedOut
    /// Nobody could serve the request, or its answer was lost on the way.
    case unavailable
    /// 500, and all that is not listed. It proves nothing, and sending again is no remedy.
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

    /// Whether the same request may fare better later.
    var isTemporary: Bool {
        switch self {
        case .notNow, .timedOut, .unavailable: true
        case .accepted, .unauthorized, .refused, .strange: false
        }
    }
}

/// Judges answers: what they prove of a write, and what they show of a connection.
enum Judge {
    /// What an answer proves of the write that it answers.
    static func verdict(of response: borrowing Response, to command: borrowing PlatformCommand) -> Verdict {
        guard let status = response.status else { return .unknown }
        switch StatusMeaning(status) {
        case .accepted: return command.isDone(by: response) ? .effective : .unknown
        case .unauthorized, .notNow: return .ineffective
        // Other endpoints have no form of their own: the status alone counts.
        case .refused: return !command.isOfAPI || response.isPlatformsOwn ? .ineffective : .unknown
        case .timedOut, .unavailable, .strange: return .unknown
        }
    }

    /// A connection as an answer to `show` has it.
    enum Sight {
        case present(ValueMap)
        case absent
        /// The answer shows nothing of it.
        case nothing
    }

    /// What the answer to a `show` says of a connection. A connection has a host, and no other name than was asked for; that
    /// there is none counts only if the platform itself says so.
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

    /// A connection beside what a write meant it to be.
    enum Comparison {
        case asMeant
        /// At least these fields are otherwise.
        case differs([ConnectionFields.Field])
        /// The platform does not show all that it would take: nothing is proved either way.
        case unproven
        case absent
        /// It is there, and was to be deleted.
        case present
        case unreadable
    }

    static func comparison(_ sight: Sight, with command: borrowing PlatformCommand) -> Comparison {
        switch (sight, command.deletes) {
        case (.nothing, _): return .unreadable
        case (.absent, true): return .asMeant
        case (.absent, false): return .absent
        case (.present, true): return .present
        case (.present(let object), false):
            let fields = command.fields
            let isAddition = command.operation == .add
            let proofs = fields.written.map { ($0, fields.proof(of: $0, in: object)) }
            let differing = proofs.filter { $0.1 == .other }.map(\.0)
            if !differing.isEmpty { return .differs(differing) }
            // An addition is known by its name and all its fields but the password, an update by what it wrote.
            let isNamed = !isAddition || object["name"] != nil
            let isProved = proofs.allSatisfy { $0.1 == .same || isAddition && $0.0 == .password }
            return isNamed && isProved ? .asMeant : .unproven
        }
    }
}

extension Response {
    /// Whether a failing answer has the platform's own form, an object with `error`: a gateway's page says nothing of a
    /// connection.
    var isPlatformsOwn: Bool { received?.hasError == true }
}
