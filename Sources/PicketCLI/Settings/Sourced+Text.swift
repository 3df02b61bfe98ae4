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
            var (least, greatest) = ("\(Number.min)", "\(Number.max)")
            if case .count(let range) = setting.row.kind {
                (least, greatest) = ("\(range.lowerBound)", "\(range.upperBound)")
            }
            throw Ending.usage(
                "\(source.plainName(of: setting)) is a whole number from \(least) to \(greatest), not `\(value)`")
        }
        return number
    }

    /// The text as a number within the bounds of the setting's row.
    func count(_ setting: Setting) throws -> Int {
        let count: Int = try number(setting)
        if case .count(let range) = setting.row.kind, !range.contains(count) {
            let (least, greatest) = (range.lowerBound, range.upperBound)
            throw Ending.usage(
                "\(source.name(of: setting)) is a whole number from \(least) to \(greatest), not \(count)")
        }
        return count
    }

    /// The text as a number of requests a second.
    func rate(_ setting: Setting) throws -> Double {
        let number = value.hasSuffix("/s") ? String(value.dropLast(2)) : value
        guard let rate = Double(number), rate > 0, rate.isFinite else {
            throw Ending.usage("\(source.name(of: setting)) takes requests a second such as 50/s, not `\(value)`")
        }
        return rate
    }

    /// The text as one of several words.
    func choice(_ setting: Setting, _ choices: [String]) throws -> String {
        guard let choice = choices.first(where: { $0.utf8.elementsEqual(value.utf8) }) else {
            let choices = choices.joined(separator: ", ")
            throw Ending.usage("\(source.plainName(of: setting)) is one of \(choices), not `\(value)`")
        }
        return choice
    }

    /// The case that has the text as its raw value.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ setting: Setting
    ) throws -> Choice where Choice.RawValue == String {
        let word = try choice(setting, Choice.allCases.map(\.rawValue))
        guard let choice = Choice(rawValue: word) else { preconditionFailure("the word is one of the cases'") }
        return choice
    }
}

extension SettingSource {
    /// Returns `name(of:)`, with a variable in no quotes.
    fileprivate func plainName(of setting: Setting) -> String {
        self == .environment ? setting.variable : name(of: setting)
    }
}
