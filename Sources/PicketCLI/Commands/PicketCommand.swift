import ArgumentParser
import PicketSystem

/// The command `picket`.
struct PicketCommand: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "picket",
        abstract: "A command language for Datasentinel's pool of monitored PostgreSQL connections.",
        discussion: """
            Without arguments, it starts the prompt on a terminal, else it runs the script from standard input.

            Exit status: 0 all done as asked; 1 something failed; 2 nothing was sent (usage, syntax, or what `check` \
            finds); 3 no response came, or the login failed; 4 a limit or deadline ended the run; 5 no test was \
            selected, or `plan --detailed-exitcode` found changes; 129, 130 and 143 \
            interrupted.

            Environment: `PICKET_CONNECT_TIMEOUT` is the option `--connect-timeout`, and the key `connect_timeout` of \
            ~/.config/picket/config.toml. The variables are \(Setting.allCases.map(\.variable).joined(separator: ", ")).
            """,
        version: version,
        subcommands: [
            RunCommand.self, TestCommand.self, PlanCommand.self, CheckCommand.self, FormatCommand.self,
            ReplCommand.self, PlatformCommand.self, CommandsCommand.self,
        ])
}
