import PicketHTTP
import PicketPool
import PicketRuntime
import PicketSystem

/// The journal of a session: a record of its writes, which no run resumes. It belongs to the loop.
///
/// It is the file of `--journal`. Without that option it begins in the state folder when a protected platform is chosen
/// or written to.
final class SessionJournal {
    private let protection: Protection
    private let secrets: SecretStore
    private let seed: UInt64
    /// Whether it begins by itself. Without a person no write reaches a protected platform.
    private let beginsByItself: Bool
    /// Is called with the path when it begins by itself because of a write.
    private let announce: (String) -> Void
    private(set) var path: String?

    init(
        _ protection: Protection, secrets: SecretStore, seed: UInt64?, beginsByItself: Bool,
        announce: @escaping (String) -> Void
    ) {
        self.protection = protection
        self.secrets = secrets
        self.seed = seed ?? UInt64.random(in: 0 ... .max)
        self.beginsByItself = beginsByItself
        self.announce = announce
    }

    /// Creates the file that was asked for.
    func create(_ path: String, on platform: PlatformProfile?) throws -> Journal {
        try check(path)
        do throws(JournalProblem) {
            return try make(path, on: platform?.nameInJournal)
        } catch {
            throw Ending.usage(error.message)
        }
    }

    /// Checks that the path is one of a new file.
    func check(_ path: String) throws {
        guard !OutputFile.isStandardOutput(path) else {
            throw Ending.usage("`\(path)` is not a file, so it cannot be a journal")
        }
        guard !FileCheck.exists(path) else {
            throw Ending.usage("`\(path)` already exists, and a session's journal is a new file: name another one")
        }
    }

    /// Returns the journal that begins with a write; nil if it needs none.
    func journal(for write: PendingWrite) throws(JournalProblem) -> Journal? {
        guard beginsByItself, protection.covers(write) else { return nil }
        let name = write.profile ?? protection.protector(of: write) ?? ReplSession.host(write.endpoint)
        let journal = try begin(name, on: write.endpoint.description)
        if let path { announce(path) }
        return journal
    }

    /// Returns the journal that begins because a platform was chosen; nil if it needs none.
    func journal(of platform: PlatformProfile) throws(JournalProblem) -> Journal? {
        guard beginsByItself, protection.covers(platform.endpoint, profile: platform.name) else { return nil }
        return try begin(platform.name ?? ReplSession.host(platform.endpoint), on: platform.nameInJournal)
    }

    /// Creates a file in the state folder whose name has the time and the platform.
    private func begin(_ name: String, on platform: String) throws(JournalProblem) -> Journal {
        guard let folder = Directories.state else {
            throw JournalProblem("the writes cannot be recorded: \(Directories.problem ?? "`HOME` is not set")")
        }
        do throws(FileProblem) {
            try Folder.make(folder)
        } catch {
            throw JournalProblem("the writes cannot be recorded: `\(folder)` cannot be made: \(error.message)")
        }
        let moment = HostServices.timeOfDay().utf8.prefix(19).map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "-") : $0 }
        let start = "\(folder)/\(String(decoding: moment, as: UTF8.self))-\(Self.plain(name))"
        var path = start + ".journal"
        var number = 1
        while FileCheck.exists(path) {
            number += 1
            path = "\(start)-\(number).journal"
        }
        return try make(path, on: platform)
    }

    private func make(_ path: String, on platform: String?) throws(JournalProblem) -> Journal {
        let journal = try Journal.create(
            path, identity: JournalIdentity(sources: [], platform: platform, seed: seed), secrets: secrets)
        journal.notesPlaces = true
        self.path = path
        return journal
    }

    /// Returns a name with a dash in place of each character that a file name should not have.
    private static func plain(_ name: String) -> String {
        let bytes = name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                byte
            default: UInt8(ascii: "-")
            }
        }
        return String(decoding: bytes.prefix(60), as: UTF8.self)
    }
}

@available(*, unavailable)
extension SessionJournal: Sendable {}
