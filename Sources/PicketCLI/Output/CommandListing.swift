import PicketRuntime

/// The command table for people and programs.
enum CommandListing {
    static func text(_ commands: [Command], inDetail: Bool) -> String {
        guard !inDetail else { return commands.map(detail).joined(separator: "\n") }
        let width = commands.map(\.usage.count).max() ?? 0
        return commands.map { command in
            let usage = command.usage + String(repeating: " ", count: width - command.usage.count)
            return "\(usage)  \(command.summary)\n"
        }.joined()
    }

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
        let objects = commands.map { command in
            let parameters = command.parameters.map { parameter in
                "{\"name\": \(quoted(parameter.name)), \"kind\": \(quoted(parameter.kindText)), "
                    + "\"required\": \(parameter.isRequired), \"positional\": \(parameter.isPositional), "
                    + "\"secret\": \(parameter.isSecret), \"summary\": \(quoted(parameter.summary))}"
            }
            return """
                  {"name": \(quoted(command.name)), "aliases": [\(command.aliases.map(quoted).joined(separator: ", "))], \
                "summary": \(quoted(command.summary)), "request": \(quoted(command.request)), \
                "success": \(quoted(command.success.text)), "write": \(command.isWrite), \
                "parameters": [\(parameters.joined(separator: ", "))]}
                """
        }
        return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    /// As a JSON string (RFC 8259, section 7).
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
