import ArgumentParser

/// What is sent, what is remembered of it, and what happens when an answer is lost.
struct SafetyOptions: Equatable {
    var dryRun = false
    var journal: String?
    var resume: String?
    var curl: String?

    /// What is wrong with them; nil if nothing is.
    var problem: String? {
        if journal != nil, resume != nil {
            return "--resume goes on in the journal that it names; leave out --journal"
        }
        if dryRun, journal != nil || resume != nil {
            return "a dry run does nothing that a journal could keep; leave out --journal and --resume"
        }
        return nil
    }

    /// The same with what environment and configuration say.
    func completed(_ settings: Settings) throws -> SafetyOptions {
        let own = settings.own
        var options = self
        options.dryRun = try dryRun || own.isOn(.dryRun)
        options.curl = curl ?? own.text(of: .curl)?.value
        if journal == nil, resume == nil {
            options.journal = own.text(of: .journal)?.value
            options.resume = own.text(of: .resume)?.value
        }
        if let problem = options.problem { throw Ending.usage(problem) }
        return options
    }
}

/// How that is written.
struct SafetyArguments: ParsableArguments {
    @Flag(help: "Read for real and send no write; print what would change, as `picket plan` does.")
    var dryRun = false

    @Option(help: ArgumentHelp("Keep a journal of every write in a new file.", valueName: "file"))
    var journal: String?

    @Option(help: ArgumentHelp("Go on with a run that was cut off, by its journal.", valueName: "file"))
    var resume: String?

    @Option(help: ArgumentHelp("Write what is sent as curl commands, secrets as variables.", valueName: "file"))
    var curl: String?

    var options: SafetyOptions {
        SafetyOptions(dryRun: dryRun, journal: journal, resume: resume, curl: curl)
    }

    func validate() throws {
        if let problem = options.problem { throw ValidationError(problem) }
    }
}
