import PicketReports
import PicketSyntax

/// The diagnostics of the program itself, besides those of scripts.
extension DiagnosticCode {
    /// An environment variable that begins like a setting but is not one.
    static let unknownVariable: DiagnosticCode = "unknown-variable"
    /// A password or a token goes over the network without encryption.
    static let plainHTTP: DiagnosticCode = "plain-http"
    /// An entry of `NO_PROXY` matches nothing.
    static let uselessException: DiagnosticCode = "useless-exception"
    /// A write in a run with a journal uses the time or a random value, which a resumed run would not repeat.
    static let chanceInWrite: DiagnosticCode = "chance-in-write"
    /// The set-up of all tests ended with a status that is not 0.
    static let setUpExit: DiagnosticCode = "set-up-exit"

    static let ofProgram: [DiagnosticCode] = [
        .unknownVariable, .plainHTTP, .uselessException, .chanceInWrite, .setUpExit,
    ]
}
