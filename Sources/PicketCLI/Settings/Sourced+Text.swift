import PicketOptions

/// Settings given as text, converted to other types.
extension Sourced<String> {
    /// Whether the text means yes.
    func isOn(_ setting: Setting) throws -> Bool {
        try told(setting) { value throws(UsageProblem) in try value.isOn() }
    }

    /// The text as a number.
    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number {
        try told(setting) { value throws(UsageProblem) in try value.number() }
    }

    /// The text as a number within the bounds of the setting's row.
    func count(_ setting: Setting) throws -> Int {
        guard case .count(let range) = setting.row.kind else { return try number(setting) }
        return try told(setting) { value throws(UsageProblem) in try value.count(in: range) }
    }

    /// The text as a duration in nanoseconds.
    func duration(_ setting: Setting) throws -> Int64 {
        try told(setting) { value throws(UsageProblem) in try value.duration() }
    }

    /// The text as a number of requests a second.
    func rate(_ setting: Setting) throws -> Double {
        try told(setting) { value throws(UsageProblem) in try value.rate() }
    }

    /// The text as one of several words.
    func choice(_ setting: Setting, _ choices: [String]) throws -> String {
        try told(setting) { value throws(UsageProblem) in try value.choice(choices) }
    }

    /// The case that has the text as its raw value.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ setting: Setting
    ) throws -> Choice where Choice.RawValue == String {
        let word = try choice(setting, Choice.allCases.map(\.rawValue))
        guard let choice = Choice(rawValue: word) else { preconditionFailure("the word is one of the cases'") }
        return choice
    }

    /// Returns what the value is converted to. A problem ends the command with status 2.
    func told<Result>(
        _ setting: Setting, _ convert: (OptionValue) throws(UsageProblem) -> Result
    ) throws -> Result {
        do throws(UsageProblem) {
            return try convert(OptionValue(value, of: source.name(of: setting)))
        } catch {
            throw Ending(error)
        }
    }
}
