import Picket
import PicketRuntime
import PicketSyntax
import PicketSystem

/// The record of what a run does to its platforms, in a file, so that an interrupted run can be continued.
///
///     let result = await pool.run(program, options, journal: .openOrResume(at: "/var/lib/jobs/nightly.journal"))
///     if let journal = result.journal { print(journal.replayed, journal.sent) }
///
/// Each write is recorded on the disk before it is sent. A later run of the same program with the same parameters continues:
/// it takes what was answered from the journal, finds out what a write did whose answer it does not know, and sends the rest.
/// So no write is lost, and none is done twice.
///
/// The file holds no secrets: values are hashed, and hidden where they would appear. A journal belongs to one program, its
/// parameters, and the platform; a run that does not fit is refused (`DiagnosticCode.journalRefused`). The host's own
/// commands are no part of it: they are executed again. Their answers, and the values of `now()` and `uuid()`, should not
/// decide what is written.
public struct PoolJournal: Sendable {
    /// What a person found out about a write in doubt.
    public enum Settlement: Sendable {
        /// It took effect, so it is not sent again.
        case done
        /// It took no effect, or is wanted again, so it is sent.
        case again
    }

    /// What the file is to a run.
    enum Use: Sendable {
        case new
        case resumed(settlements: [(step: String, as: PicketPool.Settlement)], edited: [String])
        /// New if there is no such file.
        case any
    }

    /// The path of the file.
    public let path: String
    let use: Use

    /// A new file, which only its owner may read. The run is refused if the file exists.
    public static func open(at path: String) -> PoolJournal { PoolJournal(path: path, use: .new) }

    /// The file of an earlier run, which is continued. The run is refused if the file does not exist or does not fit.
    ///
    /// - Parameters:
    ///
    ///   - path: the path of the file.
    ///
    ///   - settling: what a person found out about writes in doubt, by their steps; see `PoolJournalRecord.unsettled`.
    ///
    ///   - edited: the names of texts and data files that were changed on purpose. Steps that were reached are compared one by
    ///     one.
    public static func resume(
        from path: String, settling: [String: Settlement] = [:], edited: [String] = []
    ) -> PoolJournal {
        let settlements = settling.sorted { $0.key < $1.key }.map { step, settlement in
            (step: step, as: settlement == .done ? PicketPool.Settlement.done : .again)
        }
        return PoolJournal(path: path, use: .resumed(settlements: settlements, edited: edited))
    }

    /// The file of an earlier run if it exists, else a new one: for a job that is started again until it is done.
    ///
    /// A run that came to its end has nothing left to do when it is continued.
    public static func openOrResume(at path: String) -> PoolJournal { PoolJournal(path: path, use: .any) }
}

/// What the journal of a run has.
public struct PoolJournalRecord: Sendable, Equatable {
    /// A write whose effect nobody knows, so that nothing was sent after it.
    public struct Unsettled: Sendable, Equatable {
        /// The step, for `PoolJournal.resume(from:settling:edited:)`.
        public let step: String
        /// The method and the path of the request, with secrets hidden.
        public let request: String
    }

    /// Whether the run continued an earlier one.
    public let isResumed: Bool
    /// The number of steps that the run took from the journal.
    public let replayed: Int
    /// The number of writes of an earlier run that it only read back.
    public let readBack: Int
    /// The number of steps that it executed.
    public let sent: Int
    /// The writes in doubt that a person must look at.
    public let unsettled: [Unsettled]
}

extension PoolJournalRecord {
    init(_ journal: Journal) {
        isResumed = journal.isResumed
        (replayed, readBack, sent) = journal.counts
        unsettled = journal.unsettledWrites.map { Unsettled(step: $0.step, request: $0.request) }
    }
}

extension PoolJournal {
    /// Opens the journal for a run.
    ///
    /// - Parameter platform: the journal's name of the platform that the run begins with.
    func open(
        for program: Picket.Program, _ options: RunOptions, platform: String, _ secrets: SecretStore
    ) throws(JournalProblem) -> Journal {
        let identity = JournalIdentity(
            sources: program.sources.map { .init(name: $0.name, text: $0.text) }, parameters: options.parameters,
            platform: platform, seed: options.seed ?? .random(in: 0 ... .max), isSeedGiven: options.seed != nil)
        let clock = options.clock
        let time = { clock.text }
        switch use {
        case .new:
            guard FileCheck.isMissing(path) else {
                throw JournalProblem("`\(path)` already exists: resume from it, or name another file")
            }
            return try .create(path, identity: identity, secrets: secrets, time: time)
        case .any:
            return try FileCheck.isMissing(path)
                ? .create(path, identity: identity, secrets: secrets, time: time)
                : .resume(path, identity: identity, secrets: secrets, time: time)
        case .resumed(let settlements, let edited):
            let resumption = Resumption(settlements: settlements) { name in edited.contains { $0.hasBytes(of: name) } }
            return try .resume(path, identity: identity, secrets: secrets, resumption, time: time)
        }
    }
}
