/// What a text says that stands for a value of another type.
extension Sourced<String> {
    /// Whether it says yes.
    func isOn(_ setting: Setting) throws -> Bool {
        switch value.lowercased() {
        case "0", "false", "no", "off": return false
        case "1", "true", "yes", "on": return true
        default:
            throw Ending.usage("\(source.plainName(of: setting)) says yes by `1` and no by `0`, not `\(value)`")
        }
    }

    /// The number that it is.
    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number {
        guard let number = Number(value) else {
            throw Ending.usage("\(source.plainName(of: setting)) is a number, not `\(value)`")
        }
        return number
    }

    /// The one of several words that it is.
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
    /// As `name(of:)`, a variable without quotes.
    fileprivate func plainName(of setting: Setting) -> String {
        self == .environment ? setting.variable : name(of: setting)
    }
}

extension PlatformSettings {
    /// What is said of a setting that has nothing to do with the platform.
    func text(of setting: Setting) -> Sourced<String>? { said { $0.others[setting] } }

    func isOn(_ setting: Setting) throws -> Bool { try text(of: setting)?.isOn(setting) ?? false }

    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number? {
        try text(of: setting)?.number(setting)
    }
}
