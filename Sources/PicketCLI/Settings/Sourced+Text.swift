/// Settings given as text, converted to other types.
extension Sourced<String> {
    /// Whether the text means yes.
    func isOn(_ setting: Setting) throws -> Bool {
        switch value.lowercased() {
        case "0", "false", "no", "off": return false
        case "1", "true", "yes", "on": return true
        default:
            throw Ending.usage("\(source.plainName(of: setting)) is `1` for yes or `0` for no, not `\(value)`")
        }
    }

    /// The text as a number.
    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number {
        guard let number = Number(value) else {
            throw Ending.usage("\(source.plainName(of: setting)) is a number, not `\(value)`")
        }
        return number
    }

    /// The text as one of several choices.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ setting: Setting
    ) throws -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: value) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Ending.usage("\(source.plainName(of: setting)) is one of \(choices), not `\(value)`")
        }
        return choice
    }
}

extension SettingSource {
    /// Returns `name(of:)`, with a variable in no quotes.
    fileprivate func plainName(of setting: Setting) -> String {
        self == .environment ? setting.variable : name(of: setting)
    }
}

extension PlatformSettings {
    /// Returns the value of a setting that has nothing to do with the platform.
    func text(of setting: Setting) -> Sourced<String>? { said { $0.others[setting] } }

    func isOn(_ setting: Setting) throws -> Bool { try text(of: setting)?.isOn(setting) ?? false }

    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number? {
        try text(of: setting)?.number(setting)
    }
}
