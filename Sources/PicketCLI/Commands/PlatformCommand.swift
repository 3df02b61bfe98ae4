import ArgumentParser

/// `picket platform`: hands over to the program beside this one, so that this one starts without a server in it.
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
