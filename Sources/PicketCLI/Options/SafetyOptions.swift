import ArgumentParser

/// What is sent, what is remembered of it, and what happens when an answer is lost.
struct SafetyOptions: ParsableArguments {
    @Flag(help: "Read for real and send no write; print what would change, as `picket plan` does.")
    var dryRun = false

    @Option(help: ArgumentHelp("Try a read again so often when no answer comes (default: 3).", valueName: "count"))
    var retries: Int?

    @Option(help: ArgumentHelp("Keep a journal of every write in a new file.", valueName: "file"))
    var journal: String?

    @Option(help: ArgumentHelp("Go on with a run that was cut off, by its journal.", valueName: "file"))
    var resume: String?

    @Option(help: ArgumentHelp("Write what is sent as curl commands, secrets as variables.", valueName: "file"))
    var curl: String?

    func validate() throws {
        if journal != nil, resume != nil {
            throw ValidationError("--resume goes on in the journal that it names; leave out --journal")
        }
        if let retries, !(0...100).contains(retries) { throw ValidationError("--retries is a number from 0 to 100") }
    }
}
