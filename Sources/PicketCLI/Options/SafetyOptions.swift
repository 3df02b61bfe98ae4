import ArgumentParser
import PicketPool

/// What is sent, what is remembered of it, and what happens when an answer is lost.
struct SafetyOptions: Equatable {
    var dryRun = false
    var journal: String?
    var resume: String?
    var curl: String?
    /// `STEP=done` or `STEP=again`, of writes in doubt.
    var settle: [String] = []
    /// Files that were mended on purpose.
    var edited: [String] = []

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

    private static let settleHelp =
        "--settle takes a step of the journal and what became of it: `--settle '#4' done`, or `again` to have it sent"

    /// What `STEP=HOW` says; nil if it says nothing.
    static func settlement(_ text: String) -> (step: String, as: Settlement)? {
        guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
            let settlement = Settlement(rawValue: String(text[text.index(after: equals)...]))
        else { return nil }
        return (String(text[..<equals]), settlement)
    }

    /// The same arguments, with `--settle STEP HOW` as `--settle STEP=HOW`: the parser knows no option of two words.
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
        if options.resume == nil, !settle.isEmpty || !edited.isEmpty {
            throw Ending.usage("--settle and --edited belong to a run that goes on; give --resume, too")
        }
        guard settle.allSatisfy({ Self.settlement($0) != nil }) else { throw Ending.usage(Self.settleHelp) }
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

    @Option(
        help: ArgumentHelp(
            "With --resume: say what became of a write in doubt, such as '#4' done; `again` sends it.",
            valueName: "step done|again"))
    var settle: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --resume: this script or data file was mended on purpose; steps that were done must be the same.",
            valueName: "file"))
    var edited: [String] = []

    @Option(help: ArgumentHelp("Write what is sent as curl commands, secrets as variables.", valueName: "file"))
    var curl: String?

    var options: SafetyOptions {
        SafetyOptions(dryRun: dryRun, journal: journal, resume: resume, curl: curl, settle: settle, edited: edited)
    }

    func validate() throws {
        if let problem = options.problem { throw ValidationError(problem) }
    }
}
