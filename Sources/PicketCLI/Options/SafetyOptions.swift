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

    private static let both = "--resume continues the journal that it names; leave out --journal"
    private static let dry = "a dry run sends no write that a journal could record; leave out --journal and --resume"
    private static let settleHelp =
        "--settle takes a step of the journal and its result: `--settle '#4' done`, or `again` to send it again"

    /// Parses `STEP=HOW`; returns nil if the text is invalid.
    static func settlement(_ text: String) -> (step: String, as: Settlement)? {
        guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
            let settlement = Settlement(rawValue: String(text[text.index(after: equals)...]))
        else { return nil }
        return (String(text[..<equals]), settlement)
    }

    /// A plan of what would be sent.
    static func plan(_ settings: Settings) -> SafetyOptions {
        SafetyOptions(dryRun: true, curl: settings.own.text(of: .curl)?.value)
    }
}

extension SafetyOptions {
    init(_ settings: Settings) throws {
        let own = settings.own
        dryRun = try own.isOn(.dryRun)
        curl = own.text(of: .curl)?.value
        // `--resume` of the command line counts more than a journal of the environment.
        let journals = own.first(saying: .journal, .resume)
        (journal, resume) = (journals?[.journal], journals?[.resume])
        (settle, edited) = (own.all(.settle), own.all(.edited))
        if resume == nil, !settle.isEmpty || !edited.isEmpty {
            throw Ending.usage("--settle and --edited need --resume")
        }
        guard settle.allSatisfy({ Self.settlement($0) != nil }) else { throw Ending.usage(Self.settleHelp) }
        if journal != nil, resume != nil { throw Ending.usage(Self.both) }
        if dryRun, journal != nil || resume != nil { throw Ending.usage(Self.dry) }
    }
}
