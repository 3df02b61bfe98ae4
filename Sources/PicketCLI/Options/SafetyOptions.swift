import ArgumentParser

/// What is sent, what is remembered of it, and what happens when an answer is lost.
struct SafetyOptions: Equatable {
    var dryRun = false
    var retries: Int?
    var journal: String?
    var resume: String?
    var curl: String?

    /// What is wrong with them; nil if nothing is.
    var problem: String? {
        if journal != nil, resume != nil {
            return "--resume goes on in the journal that it names; leave out --journal"
        }
        if let retries, !(0...100).contains(retries) { return "--retries is a number from 0 to 100" }
        return nil
    }
}

/// How that is written.
struct SafetyArguments: ParsableArguments {
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

    var options: SafetyOptions {
        SafetyOptions(dryRun: dryRun, retries: retries, journal: journal, resume: resume, curl: curl)
    }

    func validate() throws {
        if let problem = options.problem { throw ValidationError(problem) }
    }
}
