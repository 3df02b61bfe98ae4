import PicketSyntax

/// What the program says by itself, beside what it says of scripts.
extension DiagnosticCode {
    /// A variable of the environment that begins like a setting's and is none.
    static let unknownVariable: DiagnosticCode = "unknown-variable"
    /// A password or a token goes over the network unencrypted.
    static let plainHTTP: DiagnosticCode = "plain-http"
    /// An entry of `NO_PROXY` matches nothing.
    static let uselessException: DiagnosticCode = "useless-exception"
    /// Where a journal is kept, a write gets the time or a random value, which a resumed run would not have.
    static let chanceInWrite: DiagnosticCode = "chance-in-write"

    static let ofProgram: [DiagnosticCode] = [.unknownVariable, .plainHTTP, .uselessException, .chanceInWrite]
}
