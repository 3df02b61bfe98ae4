import PicketSyntax

extension Machine {
    /// Gives values to the script's `param`s; names that it does not have are ignored.
    package func setParameters(_ values: [String: Value]) { parameters = values }

    /// The failure of a file that the host does not read.
    package func noFiles() -> Failure {
        fault(
            .noFiles, "this host gives scripts no files to read", label: "cannot be read",
            help: "give its contents as a `param`")
    }

    /// The failure of a file that could not be read, or that holds a fault in a line.
    package func cannotRead(_ path: String, _ problem: String) -> Failure {
        let isFaulty = problem.hasPrefix("line ")
        return fault(
            .cannotRead, "cannot read `\(path)`: \(problem)", label: "this file",
            help: isFaulty ? "mend the file" : "a path begins at the folder of the script")
    }
}

extension Machine {
    /// The failure of a statement that the journal of the run does not let go on.
    package func journalTrouble(_ problem: String) -> Failure {
        fault(.journalTrouble, problem, label: "here", help: Response.Trouble.journal.help, kind: .journal)
    }
}

extension Failure {
    /// The exit status of a run that ends with it.
    package var exitStatus: Int {
        switch kind {
        case .command, .expectation, .fail, .runtime:
            let sendsNothing = [RuntimeCode.parameterNotGiven.rawValue, RuntimeCode.noPlatform.rawValue]
            return sendsNothing.contains(diagnostic.code) ? 2 : 1
        case .login where diagnostic.code == RuntimeCode.noCredentials.rawValue: return nothingWasSent ? 2 : 1
        case .noResponse, .login: return 3
        case .journal:
            // Nobody knows what the platform has: that is more than a run that never began.
            let isUnsettled = diagnostic.code == RuntimeCode.unsettledWrite.rawValue
            return nothingWasSent && !isUnsettled ? 2 : 1
        case .limit, .deadline: return 4
        case .interrupted: return 130
        }
    }
}
