internal import PicketRuntime
public import PicketSyntax

/// The problems of a script that cannot run.
public struct ScriptRefused: Error, Sendable, CustomStringConvertible {
    /// Errors and warnings, in source order. If the check was interrupted, the only one is the reason.
    public let diagnostics: [Diagnostic]
    /// The deadline or interruption that stopped the check; nil if it came to its end.
    let interruption: Failure?

    init(_ diagnostics: [Diagnostic], interruption: Failure? = nil) {
        (self.diagnostics, self.interruption) = (diagnostics, interruption)
    }

    /// All problems as a text for people, as `rendered(.plain)`.
    public var description: String { rendered() }

    /// All problems as a text for people or programs, with password literals hidden.
    public func rendered(_ style: RenderStyle = .plain) -> String {
        Rendering(style, HiddenTexts()).text(diagnostics)
    }
}
