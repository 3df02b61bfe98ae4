import ArgumentParser
import PicketPool
import PicketRuntime

/// `picket commands`
struct CommandsCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "commands", abstract: "List the commands of the language with parameters, request and success.")

    @Argument(help: ArgumentHelp("One command only.", valueName: "NAME"))
    var name: String?

    @Option(help: "How they are shown.")
    var format = Format.text

    func run() throws {
        let table = ConnectionAPI.commands
        var commands = table.commands
        if let name {
            guard let command = table[name] else {
                throw Ending.usage("there is no command `\(name)`; `picket commands` lists them")
            }
            commands = [command]
        }
        let text =
            format == .json ? CommandListing.json(commands) : CommandListing.text(commands, inDetail: name != nil)
        Console.standard.out(Door.show(text))
    }
}
