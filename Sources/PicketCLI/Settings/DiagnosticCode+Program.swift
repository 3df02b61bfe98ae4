import PicketRuntime
import PicketSyntax

/// What the program says by itself, beside what it says of scripts.
extension DiagnosticCode {
    /// A variable of the environment that begins like a setting's and is none.
    static let unknownVariable: DiagnosticCode = "unknown-variable"
    /// A password or a token goes over the network unencrypted.
    static let plainHTTP: DiagnosticCode = "plain-http"
    /// An entry of `NO_PROXY` matches nothing.
    static let uselessException: DiagnosticCode = "useless-exception"

    static let ofProgram: [DiagnosticCode] = [.unknownVariable, .plainHTTP, .uselessException, .chanceInWrite]
}
