import PicketSyntax

extension Failure {
    /// The exit status of a run that ends with it.
    package var exitStatus: Int {
        switch kind {
        case .expectation: return evidence.lacksAnswer ? 3 : 1
        case .command, .fail, .runtime:
            return fault.code == .parameterNotGiven || fault.code == .noPlatform ? 2 : 1
        // Nothing was sent as nobody: that is how the run was set up.
        case .login where fault.code == .noCredentials: return nothingWasSent ? 2 : 1
        case .noResponse, .login: return 3
        case .journal:
            // Nobody knows what the platform has: that is more than a run that never began.
            return nothingWasSent && fault.code != .unsettledWrite ? 2 : 1
        case .limit, .deadline: return 4
        case .interrupted: return 130
        }
    }
}

extension Collection<Failure> {
    /// The exit status of a run that went on after these failures: 3 if all of them are expectations that lack an answer.
    package var exitStatus: Int {
        if isEmpty { return 0 }
        return allSatisfy { $0.kind == .expectation && $0.evidence.lacksAnswer } ? 3 : 1
    }
}

extension Failure.Evidence {
    /// Whether an expectation failed because no answer came. Whoever compares the error with something expects that none
    /// comes, and fails by itself.
    var lacksAnswer: Bool {
        switch answer?.trouble {
        case .noResponse, .login, .refusedLogin: break
        default: return false
        }
        guard case .comparison(_, let value)? = expected, actual?.type == "string" else { return true }
        return value.type == nil && !value.isSecret
    }
}
