/// What advice about commands may say in a host: its commands, and where its users find them.
package struct CommandGuide {
    /// The program of a command line, whose word `commands` lists the commands; nil in other hosts.
    package let program: String?
    private let hasCommand: (String) -> Bool

    package init(program: String?, hasCommand: @escaping (String) -> Bool) {
        (self.program, self.hasCommand) = (program, hasCommand)
    }

    /// Where the commands are listed; nil in a host that is no command line.
    package var listing: String? { program.map { "`\($0) commands` lists the commands" } }

    /// Advice that names a command; nil if the host does not have it.
    func advice(_ text: String, if command: String) -> String? { hasCommand(command) ? text : nil }

    /// - Parameter purpose: what the list of commands is good for, such as "lists the commands".
    func adding(_ purpose: String, to text: String) -> String {
        program.map { "\(text); `\($0) commands` \(purpose)" } ?? text
    }
}
