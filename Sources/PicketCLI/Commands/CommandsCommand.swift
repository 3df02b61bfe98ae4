import ArgumentParser
import PicketPool
import PicketRuntime
import PicketSyntax

/// The command `picket commands`.
struct CommandsCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "commands", abstract: "List the commands of the language with parameters, request and success.",
        discussion: Setting.note)

    @ArgumentParser.Argument(help: ArgumentHelp("One command only.", valueName: "NAME"))
    var name: String?

    @Option(help: "The format of the list.")
    var format: Format?

    @OptionGroup(title: "Output") var output: OutputArguments

    func run() throws {
        let settings = try Settings(output: output.options)
        let format = try format ?? settings.own.text(of: .format)?.choice(.format) ?? .text
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
