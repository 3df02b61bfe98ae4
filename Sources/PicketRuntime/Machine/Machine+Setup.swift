import PicketSyntax

/// The reason why a data file could not be read.
package struct UnreadableFile: Sendable, Equatable {
    /// One phrase.
    package var message: String
    /// The faulty line, counted from 1; nil if the problem concerns the whole file.
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
    /// Sets the script's `param`s. Unknown names are ignored.
    package func setParameters(_ values: [String: Value]) { parameters = values }

    /// The failure of reading a file if the host does not provide files.
    package func noFiles() -> Failure {
        fault(
            .noFiles, "this host does not let scripts read files", label: "cannot be read",
            help: "pass its contents as a `param`")
    }

    /// The failure of a file that could not be read, or that has a faulty line.
    package func cannotRead(_ path: String, _ problem: UnreadableFile) -> Failure {
        let detail = problem.line.map { "line \($0): \(problem.message)" } ?? problem.message
        let path = isPendingPathSecret ? Mask.text : path
        var failure = fault(
            .cannotRead, "cannot read `\(path)`: \(detail)", label: "this file",
            help: problem.line == nil ? "a path is relative to the script's folder" : "correct the file")
        failure.evidence.file = Failure.DataFile(path: redacted(path), line: problem.line)
        return failure
    }
}

extension Machine {
    /// The failure of a statement that the run's journal does not allow.
    package func journalTrouble(_ problem: String) -> Failure {
        fault(.journalTrouble, problem, label: "here", help: configuration.advice.reason(.journal), kind: .journal)
    }
}
