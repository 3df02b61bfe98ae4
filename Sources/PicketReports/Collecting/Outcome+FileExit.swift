package import PicketRuntime
package import PicketSyntax

extension DiagnosticCode {
    /// A test file ended with `exit` before all its tests began, or with a status that is not 0.
    package static let fileExit: DiagnosticCode = "file-exit"

    package static let ofReports: [DiagnosticCode] = [.fileExit]
}

extension Outcome {
    /// Returns how a file of tests ended. An `exit` is a failure if tests had not begun or if its status is not 0.
    ///
    /// - Parameters:
    ///   - names: The tests that had not begun.
    ///   - location: The place of the `exit`.
    package func ofTests(notBegun names: [String], exitAt location: SourceLocation?) -> Outcome {
        guard case .exit(let status) = self, status != 0 || !names.isEmpty else { return self }
        return .failure(.fileExit(status, before: names, at: location))
    }
}

extension Failure {
    /// - Parameter names: The tests that had not begun.
    fileprivate static func fileExit(_ status: Int, before names: [String], at location: SourceLocation?) -> Failure {
        let named = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        let more = names.count > 3 ? " and \(names.count - 3) more tests" : ""
        return Failure(
            .command,
            Diagnostic(
                .fileExit,
                message: "`exit \(status)` ended the file"
                    + (names.isEmpty ? "" : " before \(named)\(more) could begin"),
                at: location, label: "ends the file",
                help: names.isEmpty
                    ? "a file of tests ends with `exit 0`, or without `exit`"
                    : "use `skip` in a test that should not run"))
    }
}
