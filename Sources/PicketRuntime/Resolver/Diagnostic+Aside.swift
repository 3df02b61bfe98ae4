import PicketSyntax

extension Diagnostic {
    static func changesSessionName(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .parallelChange, message: "a job cannot change `\(name)`: it works on copies of the session's names",
            at: location, label: "belongs to the session", help: "enter it without `:job`")
    }
}
