import ArgumentParser
import PicketPool

/// The options for dry runs, journals and curl scripts.
struct SafetyOptions: Equatable {
    var dryRun = false
    var journal: String?
    var resume: String?
    var curl: String?
    /// Settlements of writes in doubt, in the form `STEP=done` or `STEP=again`.
    var settle: [String] = []
    /// The files that were changed on purpose.
    var edited: [String] = []

    /// What is wrong with the options; nil if nothing is.
    var problem: String? {
        if journal != nil, resume != nil {
            return "--resume continues the journal that it names; leave out --journal"
        }
        if dryRun, journal != nil || resume != nil {
            return "a dry run sends no write that a journal could record; leave out --journal and --resume"
        }
        return nil
    }

    private static let settleHelp =
        "--settle takes a step of the journal and its result: `--settle '#4' done`, or `again` to send it again"

    /// Parses `STEP=HOW`; returns nil if the text is invalid.
    static func settlement(_ text: String) -> (step: String, as: Settlement)? {
        guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
            let settlement = Settlement(rawValue: String(text[text.index(after: equals)...]))
        else { return nil }
        return (String(text[..<equals]), settlement)
    }

    /// Returns the arguments with `--settle STEP HOW` as `--settle STEP=HOW`, since the parser has no options with two
    /// values.
    static func joiningSettlements(_ arguments: [String]) -> [String] {
        let option = "--settle"
        var result: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            let isAttached = word.utf8.starts(with: (option + "=").utf8)
            if word == option, let step = rest.popFirst() {
                result += [option, step]
            } else {
                result.append(word)
                guard isAttached else { continue }
            }
            if let how = rest.first, Settlement(rawValue: how) != nil {
                result[result.count - 1] += "=" + how
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// Returns these options completed by the environment and the configuration.
    func completed(_ settings: Settings) throws -> SafetyOptions {
        let own = settings.own
        var options = self
        options.dryRun = try dryRun || own.isOn(.dryRun)
        options.curl = curl ?? own.text(of: .curl)?.value
        if journal == nil, resume == nil {
            options.journal = own.text(of: .journal)?.value
            options.resume = own.text(of: .resume)?.value
        }
        if options.resume == nil, !settle.isEmpty || !edited.isEmpty {
            throw Ending.usage("--settle and --edited need --resume")
        }
        guard settle.allSatisfy({ Self.settlement($0) != nil }) else { throw Ending.usage(Self.settleHelp) }
        if let problem = options.problem { throw Ending.usage(problem) }
        return options
    }
}

/// The command line options for these values.
struct SafetyArguments: ParsableArguments {
    @Flag(help: "Send reads but no writes, and print what would change, as `picket plan` does.")
    var dryRun = false

    @Option(help: ArgumentHelp("Keep a journal of every write in a new file.", valueName: "file"))
    var journal: String?

    @Option(help: ArgumentHelp("Continue an interrupted run from its journal.", valueName: "file"))
    var resume: String?

    @Option(
        help: ArgumentHelp(
            "With --resume: settle a write in doubt, such as '#4' done; `again` sends it again.",
            valueName: "step done|again"))
    var settle: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --resume: this script or data file was changed on purpose; completed steps must be the same.",
            valueName: "file"))
    var edited: [String] = []

    @Option(help: ArgumentHelp("Write the requests as curl commands, with secrets as variables.", valueName: "file"))
    var curl: String?

    var options: SafetyOptions {
        SafetyOptions(dryRun: dryRun, journal: journal, resume: resume, curl: curl, settle: settle, edited: edited)
    }

    func validate() throws {
        if let problem = options.problem { throw ValidationError(problem) }
    }
}
