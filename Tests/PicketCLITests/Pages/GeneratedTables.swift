import Foundation
import PicketOptions

@testable import PicketCLI

/// The parts of docs/command-line.md that come from the program's tables: `<!-- NAME -->` to `<!-- end -->`.
enum GeneratedTables {
    static let page = "docs/command-line.md"

    static let names = ["commands", "settings", "platform"]

    /// The groups of settings, with those first that every command has.
    private static let groups: [SettingRow.Group] = {
        let last: [SettingRow.Group] = [.tests, .options]
        return SettingRow.Group.allCases.filter { !last.contains($0) } + last
    }()

    static func text(_ name: String) -> String {
        switch name {
        case "commands": table(["command", "does"], ProgramCommand.allCases.map { [form(of: $0), $0.summary] })
        case "settings": groups.map(settings).joined(separator: "\n")
        default:
            table(
                ["option", "variable", "meaning"],
                PlatformLine.Command().options.map { option in
                    let variable = PlatformOption.variables.contains(option) ? "`\(option.variable)`" : ""
                    return [
                        form(of: option), variable, meaning(of: option, PlatformLine.Command().choices(of: option)),
                    ]
                })
        }
    }

    private static func form(of command: ProgramCommand) -> String {
        let operands = command.operands?.usage ?? ""
        return "`\(command.invocation)\(operands.isEmpty ? "" : " " + operands)`"
    }

    private static func settings(_ group: SettingRow.Group) -> String {
        let settings = Setting.allCases.filter { $0.row.group == group && !$0.row.isHidden }
        let rows = settings.map { setting -> [String] in
            let places = setting.row.places
            let commands = ProgramCommand.allCases.filter { $0.has(setting) }.map(\.rawValue)
            let option =
                places.contains(.option)
                ? form(of: setting) : places.contains(.key) ? "key `\(setting.configurationKey)`" : ""
            let choices = commands.first.flatMap { ProgramCommand(rawValue: $0) }.flatMap { $0.choices(of: setting) }
            return [
                option, places.contains(.variable) ? "`\(setting.variable)`" : "", commands.joined(separator: " "),
                meaning(of: setting, setting.row.kind == .format ? nil : choices),
            ]
        }
        return "### \(group.rawValue)\n\n" + table(["option", "variable", "commands", "meaning"], rows)
    }

    private static func form(of option: some ProgramOption) -> String {
        let row = option.optionRow
        let short = row.short.map { "`-\($0)`, " } ?? ""
        return short + "`\(option.option)\(row.valueName.isEmpty ? "" : " <\(row.valueName)>")`"
    }

    private static func meaning(of option: some ProgramOption, _ choices: [String]?) -> String {
        let row = option.optionRow
        return row.summary + (choices.map { " (\($0.joined(separator: ", ")))" } ?? "")
            + (row.example.isEmpty ? "" : " Example: `\(row.example)`.")
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        ([head, head.map { _ in "---" }] + rows).map { cells in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }.joined()
    }

    // MARK: The page

    /// A page with its generated parts made anew.
    static func renewed(_ text: String) -> String {
        names.reduce(text) { text, name in
            let head = "<!-- \(name) -->\n"
            guard let start = text.range(of: head),
                let end = text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex)
            else { return text }
            return text.replacingCharacters(
                in: start.upperBound..<end.lowerBound, with: "\n\(self.text(name))\n")
        }
    }
}
