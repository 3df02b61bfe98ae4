/// What the words of `picket platform`, and the environment, ask for.
package struct PlatformLine {
    /// The command with its options.
    package struct Command: OptionCommand {
        package var invocation: String { "picket platform" }
        package var options: [PlatformOption] { PlatformOption.allCases }
        package var takesTexts: Bool { false }

        package init() {}

        package func has(_: PlatformOption) -> Bool { true }

        package func choices(of option: PlatformOption) -> [String]? {
            if case .choice(let words) = option.optionRow.kind { words } else { nil }
        }

        package func otherOwners(of _: String) -> [String] { [] }
    }

    private var values: [PlatformOption: OptionValue] = [:]
    package private(set) var wantsHelp = false
    package private(set) var wantsVersion = false

    /// - Parameter variable: Returns the value of an environment variable; nil if it is not set or empty.
    package init(
        _ words: some Sequence<String>, variable: (String) -> String?
    ) throws(UsageProblem) {
        let words = try OptionWords(words, of: Command())
        (wantsHelp, wantsVersion) = (words.wantsHelp, words.wantsVersion)
        if wantsHelp || wantsVersion { return }
        if let operand = words.operands.first { throw Self.problem("`picket platform` takes no `\(operand)`") }
        for (option, text) in words.options { values[option] = OptionValue(text, of: "`\(option.option)`") }
        if values[.embedded] == nil { try readEnvironment(variable) }
        try checkCompany()
    }

    private mutating func readEnvironment(_ variable: (String) -> String?) throws(UsageProblem) {
        let given = values.keys
        let silenced = PlatformOption.rivals.filter { rivals in rivals.contains { given.contains($0) } }.flatMap { $0 }
        for option in PlatformOption.variables where values[option] == nil && !silenced.contains(option) {
            guard let text = variable(option.variable) else { continue }
            let value = OptionValue(text, of: "`\(option.variable)`")
            try value.check(option.optionRow.kind, choices: nil)
            if option.optionRow.kind == .flag, try !value.isOn() { continue }
            values[option] = value
        }
    }

    /// Checks which options go together.
    private func checkCompany() throws(UsageProblem) {
        let has = { (option: PlatformOption) in values[option] != nil }
        if has(.passwordEnv), has(.passwordFile) {
            throw Self.problem("give `--password-env` or `--password-file`, not both")
        }
        if has(.tlsCert) != has(.tlsKey) { throw Self.problem("`--tls-cert` and `--tls-key` go together") }
        if has(.http), has(.tlsCert) { throw Self.problem("`--http` serves without a certificate") }
        if has(.embedded), has(.passwordEnv) || has(.passwordFile) {
            throw Self.problem(
                "`--embedded` creates its own password: leave out `--password-env` and `--password-file`")
        }
    }

    private static func problem(_ message: String) -> UsageProblem {
        UsageProblem(message, more: ["`picket platform --help` shows how it is called"])
    }

    // MARK: Values

    /// The text of an option; nil if it is not given.
    package subscript(_ option: PlatformOption) -> String? { values[option]?.text }

    /// Whether a flag is given.
    package func isOn(_ flag: PlatformOption) -> Bool { values[flag] != nil }

    /// The address to listen at; nil if it is not given.
    package var address: ListenAddress? { values[.listen].flatMap { ListenAddress($0.text) } }

    /// A duration in nanoseconds; nil if it is not given.
    package func nanoseconds(_ option: PlatformOption) -> Int64? { values[option].flatMap { try? $0.duration() } }
}
