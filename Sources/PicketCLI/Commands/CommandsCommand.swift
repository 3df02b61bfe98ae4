import PicketPool
import PicketRuntime
import PicketSyntax

/// `picket commands`
enum CommandsCommand {
    enum Format: String, CaseIterable {
        case text, json
    }

    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        let format: Format = try settings.own.text(of: .format)?.choice(.format) ?? .text
        let name = line.operands.first
        if line.operands.count > 1 { throw Ending.usage("`picket commands` shows one command, or all of them") }
        let table = ConnectionAPI.commands
        var commands = table.commands
        if let name {
            guard let command = table[name] else {
                let help = nearest(name, in: commands.map(\.name)).map { "did you mean `\($0)`?" }
                throw Ending.usage("there is no command `\(name)`; \(help ?? "`picket commands` lists them")")
            }
            commands = [command]
        }
        let text =
            format == .json ? CommandListing.json(commands) : CommandListing.text(commands, inDetail: name != nil)
        Console.standard.out(Door.show(text))
    }
}
