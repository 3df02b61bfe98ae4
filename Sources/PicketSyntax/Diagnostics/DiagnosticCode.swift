/// The stable name of a kind of problem, such as `unknown-command`. Programs and tests match on it.
///
/// Every stage declares its codes as static members, next to the diagnostics that it reports; grammar.md lists all
/// codes. A host may define its own codes.
///
///     if result.failure?.diagnostic.code == .loginFailed { … }
public struct DiagnosticCode: RawRepresentable, Sendable {
    /// The name in kebab-case.
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
}

extension DiagnosticCode: Hashable {
    /// Compares bytes, as for every name.
    public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool {
        left.rawValue.utf8.count == right.rawValue.utf8.count
            && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
    }
}

extension DiagnosticCode: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) { self.init(rawValue: name) }
}

extension DiagnosticCode: CustomStringConvertible {
    public var description: String { rawValue }
}

extension Diagnostic {
    init(
        _ code: DiagnosticCode, _ message: String, at location: SourceLocation?, label: String = "",
        notes: [Note] = [], help: String? = nil
    ) {
        self.init(code: code, message: message, at: location, label: label, notes: notes, help: help)
    }

    /// A shorter `init(code:…)` for the stages that report diagnostics.
    package init(
        _ code: DiagnosticCode, severity: Severity = .error, message: String, at location: SourceLocation?,
        label: String = "", notes: [Note] = [], help: String? = nil
    ) {
        self.init(
            code: code, severity: severity, message: message, at: location, label: label, notes: notes, help: help)
    }
}
