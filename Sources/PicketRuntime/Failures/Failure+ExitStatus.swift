import PicketSyntax

extension Failure {
    /// The exit status of a run that ends with this failure.
    public var exitStatus: Int {
        switch kind {
        case .expectation: return evidence.lacksAnswer && !leavesDoubt ? 3 : 1
        case .command, .fail, .runtime:
            return fault.code == .parameterNotGiven || fault.code == .noPlatform ? 2 : 1
        // Nothing was sent without credentials, so the set-up is at fault.
        case .login where fault.code == .noCredentials: return nothingWasSent ? 2 : 1
        // What cannot be told is more serious than what was not done.
        case .noResponse, .login: return leavesDoubt ? 1 : 3
        case .journal:
            // The state of the platform is unknown, which is more serious than a run that never started.
            return nothingWasSent && fault.code != .unsettledWrite ? 2 : 1
        case .limit, .deadline: return 4
        case .interrupted: return 130
        }
    }
}

extension Collection<Failure> {
    /// The exit status of a run that continued after these failures: 3 if all of them are expectations without an
    /// answer.
    public var exitStatus: Int {
        if isEmpty { return 0 }
        return allSatisfy { $0.kind == .expectation && $0.evidence.lacksAnswer } ? 3 : 1
    }
}

extension Failure.Evidence {
    /// Whether an expectation failed because no answer came. An expectation about `error` fails for its own reason.
    var lacksAnswer: Bool {
        switch answer?.failureReason {
        case .noResponse, .login, .refusedLogin: break
        default: return false
        }
        guard case .comparison(_, let value)? = expected, actual?.type == "string" else { return true }
        return value.type == nil && !value.isSecret
    }
}
