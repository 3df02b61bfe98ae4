/// The declaration of a command: its parameters and the response that counts as success.
public struct Command: Sendable, Equatable {
    /// The statuses that count as success.
    public enum Success: Sendable, Equatable {
        /// This status alone.
        case exactly(Int)
        /// Any of these.
        case anyOf([Int])
        /// Any of 200 to 299.
        case any2xx
        /// The command sends no request. It succeeds unless it reports an error.
        case noError

        package func accepts(_ status: Int?) -> Bool {
            switch self {
            case .exactly(let expected): return status == expected
            case .anyOf(let statuses): return status.map { statuses.contains($0) } ?? false
            case .any2xx: return status.map { (200..<300).contains($0) } ?? false
            case .noError: return true
            }
        }

        /// The text in help and messages.
        package var text: String {
            switch self {
            case .exactly(let status): return String(status)
            case .anyOf(let statuses): return statuses.map(String.init).joined(separator: " or ")
            case .any2xx: return "2xx"
            case .noError: return "no error"
            }
        }
    }

    /// The name that starts a call.
    public var name: String
    /// Other names for the same command.
    public var aliases: [String]
    /// One line for help and completion.
    public var summary: String
    /// Positional parameters in order, then named ones.
    public var parameters: [Parameter]
    /// Whether the command accepts named arguments that are not parameters. They arrive as one map, in a slot after the
    /// others.
    public var acceptsOthers: Bool
    /// The statuses that count as success.
    public var success: Success
    /// Whether the command changes anything on the platform.
    public var isWrite: Bool
    /// The request in one line, such as `POST /ds-api/pool/pg-instances/NAME`; empty if there is none.
    public var request: String
    /// Fields of a response's body that become secret on arrival.
    public var secretFields: [String]

    /// Creates a declaration. A command of a host usually needs its name, a summary and its parameters.
    ///
    ///     Command("order", summary: "orders something", parameters: [.word("item"), Parameter("count", .integer(1...9))])
    public init(
        _ name: String, aliases: [String] = [], summary: String = "", parameters: [Parameter] = [],
        acceptsOthers: Bool = false, success: Success = .noError, isWrite: Bool = false, request: String = "",
        secretFields: [String] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.parameters = parameters
        self.acceptsOthers = acceptsOthers
        self.success = success
        self.isWrite = isWrite
        self.request = request
        self.secretFields = secretFields
    }

    /// The number of slots of a call: one per parameter, and one for other arguments.
    var slotCount: Int { parameters.count + (acceptsOthers ? 1 : 0) }

    /// `add NAME host= port= [tags=]`
    public var usage: String { usageWords.map(\.text).joined(separator: " ") }

    /// The words of `usage`, each with the parameter that it stands for.
    package var usageWords: [(text: String, parameter: Parameter?)] {
        let words: [(text: String, parameter: Parameter?)] = parameters.map { parameter in
            let form = parameter.isPositional ? parameter.name.uppercased() : parameter.name + "="
            return (parameter.isRequired ? form : "[\(form)]", parameter)
        }
        return [(name, nil)] + words + (acceptsOthers ? [("[name=value…]", nil)] : [])
    }
}

/// The commands that a script may use, by name and alias.
package struct CommandTable: Sendable {
    /// Boxed, because every machine, run and result has the table.
    private final class Contents: Sendable {
        let commands: [Command]
        let shapes: [CommandShape]
        let positions: [String: Int]
        let secretFields: SecretFields

        init(_ commands: [Command], _ shapes: [CommandShape], _ positions: [String: Int], _ secretFields: SecretFields)
        {
            self.commands = commands
            self.shapes = shapes
            self.positions = positions
            self.secretFields = secretFields
        }
    }

    private var contents: Contents
    package var commands: [Command] { contents.commands }
    package var shapes: [CommandShape] { contents.shapes }
    /// The names of fields that are secret in requests, answers and output: those that any command declares, and all
    /// secret parameters.
    package var secretFields: SecretFields { contents.secretFields }

    package init(_ commands: [Command] = []) {
        contents = Contents([], [], [:], SecretFields())
        add(commands)
    }

    /// Adds a command, or replaces the one of the same name.
    package mutating func add(_ command: Command) { add([command]) }

    private mutating func add(_ added: [Command]) {
        var (commands, shapes, positions) = (contents.commands, contents.shapes, contents.positions)
        var secretFields = contents.secretFields
        for command in added {
            let position = positions[command.name] ?? commands.count
            if position < commands.count {
                commands[position] = command
                shapes[position] = CommandShape(command)
            } else {
                commands.append(command)
                shapes.append(CommandShape(command))
            }
            for name in [command.name] + command.aliases { positions[name] = position }
            secretFields.form(union: command.secretFields)
            for parameter in command.parameters where parameter.isSecret { secretFields.form(union: [parameter.name]) }
        }
        contents = Contents(commands, shapes, positions, secretFields)
    }

    /// The index of a command by its name or an alias.
    package func index(of name: String) -> Int? { contents.positions[name] }

    package subscript(name: String) -> Command? { index(of: name).map { commands[$0] } }

    /// Every name that may start a call.
    package var names: some Sequence<String> { contents.positions.keys }
}
