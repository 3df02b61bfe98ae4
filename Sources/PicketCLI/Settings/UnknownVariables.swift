import PicketOptions
import PicketSyntax
import PicketSystem

/// Variables that begin with `PICKET_` and that no program reads. They are probably misspelled.
enum UnknownVariables {
    /// Variables for other parts of the project: its build, its tests, and the scripts that `--curl` writes.
    private static let others = [
        "PICKET_ARCHIVES", "PICKET_FUZZ_ROUNDS", "PICKET_PROGRAMS", "PICKET_RECORD", "PICKET_TORTURE",
        "PICKET_WARNINGS_AS_ERRORS",
    ]
    private static let curlSecret = "PICKET_SECRET_"

    /// Warns about unknown variables that are set.
    ///
    /// - Parameters:
    ///   - given: The environment variables that begin with `PICKET_`.
    ///   - layers: The user's settings. Variables that they name, such as the one of a password, belong to the user.
    static func warn(_ given: [String], besides layers: @autoclosure () -> [Profile], colors: Bool) {
        let names = given.filter { !isKnown($0) }
        guard !names.isEmpty else { return }
        let own = layers().flatMap { [$0.password?.variable, $0.token?.variable] }.compactMap { $0 }
        let unknown = names.filter { name in !own.contains { $0.utf8.elementsEqual(name.utf8) } }
        DiagnosticPrinter(colors: colors, SourceSecrets()).show(unknown.map(warning))
    }

    private static func isKnown(_ name: String) -> Bool {
        let known = Setting.variables.lazy.map(\.variable)
        if known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return true }
        if PlatformOption.variables.contains(where: { $0.variable.utf8.elementsEqual(name.utf8) }) { return true }
        if others.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { return true }
        let number = name.utf8.dropFirst(curlSecret.utf8.count)
        return name.utf8.starts(with: curlSecret.utf8) && !number.isEmpty
            && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func warning(_ name: String) -> Diagnostic {
        // All names have the same prefix, so the rest is compared.
        let known =
            Setting.variables.map(\.suffix)
            + PlatformOption.variables.map { String($0.variable.dropFirst(Setting.prefix.utf8.count)) }
        let near = nearest(String(name.dropFirst(Setting.prefix.utf8.count)), in: known)
        // Text that is not a variable's name may be a secret, so it is not repeated.
        let shown = VariableName.isOne(name) ? "`\(name)`" : "that begins with `PICKET_`"
        return Diagnostic(
            code: .unknownVariable, severity: .warning,
            message: "no setting has the environment variable \(shown), which is ignored", at: nil,
            help: near.map { "did you mean `\(Setting.prefix)\($0)`?" } ?? "`picket help` lists the variables")
    }
}
