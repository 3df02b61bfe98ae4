import PicketOptions
import PicketRuntime
import PicketSyntax

/// The command table, for people and for programs.
enum CommandListing {
    /// - Parameter screen: The longest line of the list without details.
    static func text(_ commands: [Command], inDetail: Bool, width screen: Int = .max) -> String {
        guard !inDetail else { return commands.map(detail).joined(separator: "\n") }
        let width = commands.map(\.usage.count).filter { $0 <= longestBeside }.max() ?? 0
        // A longer usage has its summary on the next line.
        return commands.flatMap { WrappedText.row($0.usage, $0.summary, column: width + 2, width: screen) }
            .map { $0 + "\n" }.joined()
    }

    /// The longest usage that has its summary on the same line.
    private static let longestBeside = 60

    private static func detail(_ command: Command) -> String {
        var text = "\(command.usage)\n  \(command.summary)\n"
        if !command.aliases.isEmpty { text += "  also: \(command.aliases.joined(separator: ", "))\n" }
        if !command.request.isEmpty { text += "  request: \(command.request)\n" }
        text += "  success: \(command.success.text)\n"
        let width = command.parameters.map(\.name.count).max() ?? 0
        for parameter in command.parameters {
            let name = parameter.name + String(repeating: " ", count: width - parameter.name.count)
            let need = parameter.isRequired ? "required" : "optional"
            text += "    \(name)  \(parameter.kindText), \(need): \(parameter.summary)\n"
        }
        return text
    }

    static func json(_ commands: [Command]) -> String {
        var json = JSONWriter(.indented(2))
        json.array(commands) { json, command in
            json.object { json in
                json.text("name", command.name)
                json.key("aliases")
                json.array(command.aliases) { $0.string($1) }
                json.text("summary", command.summary)
                json.text("request", command.request)
                json.text("success", command.success.text)
                json.member("write", command.isWrite)
                json.key("parameters")
                json.array(command.parameters) { $0.parameter($1) }
            }
        }
        return json.text + "\n"
    }
}

extension JSONWriter {
    /// Writes a member even if its text is empty.
    fileprivate mutating func text(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    fileprivate mutating func parameter(_ parameter: Parameter) {
        object { json in
            json.text("name", parameter.name)
            json.text("kind", parameter.kindText)
            json.member("required", parameter.isRequired)
            json.member("positional", parameter.isPositional)
            json.member("secret", parameter.isSecret)
            json.text("summary", parameter.summary)
        }
    }
}
