import PicketSyntax

/// Why a data file could not be read.
package struct UnreadableFile: Sendable, Equatable {
    /// One phrase.
    package var message: String
    /// The line that is at fault, from 1; nil for what concerns the whole file.
    package var line: Int?

    package init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }
}

extension UnreadableFile: ExpressibleByStringLiteral {
    package init(stringLiteral message: String) { self.init(message) }
}

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
    package func cannotRead(_ path: String, _ problem: UnreadableFile) -> Failure {
        let detail = problem.line.map { "line \($0): \(problem.message)" } ?? problem.message
        let path = isPendingPathSecret ? Mask.text : path
        var failure = fault(
            .cannotRead, "cannot read `\(path)`: \(detail)", label: "this file",
            help: problem.line == nil ? "a path begins at the folder of the script" : "mend the file")
        failure.evidence.file = Failure.DataFile(path: redacted(path), line: problem.line)
        return failure
    }
}

extension Machine {
    /// The failure of a statement that the journal of the run does not let go on.
    package func journalTrouble(_ problem: String) -> Failure {
        fault(.journalTrouble, problem, label: "here", help: Response.Trouble.journal.help, kind: .journal)
    }
}
