import ArgumentParser

/// The command `picket platform`. It replaces itself by the program beside it, so that `picket` starts without the
/// server's code.
struct PlatformCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "platform", abstract: "Serve a local platform that speaks the documented API.",
        discussion: "All options are those of `picket-platform`; `picket platform --help` shows them.",
        helpNames: [])

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws {
        throw Ending(ExitStatus.nothingSent, SiblingProgram.execute("picket-platform", arguments))
    }
}
