import Foundation
import Schemas
import Testing

/// A journal on a disk that fills and is freed: the run ends with a status and a sentence, loses and joins no line, does nothing
/// twice, and goes on when there is room again.
@Suite(.serialized) struct FullDiskTests {
    /// What keeps a journal from growing.
    enum Limit: CaseIterable {
        /// A file system of 64 KB, of which a file takes the most.
        case fileSystem
        /// What a machine has where no such thing can be mounted: a limit on the size of files, whose signal is ignored.
        case fileSize
    }

    /// A file system is mounted by a namespace of its own, which needs a kernel that allows it.
    private static let canMount: Bool = {
        let workshop = try? Workshop()
        let run = try? workshop?.run("unshare -rm sh -c 'mkdir m && mount -t tmpfs -o size=64k tmpfs m'")
        return run?.status == 0
    }()

    /// The limit that there is. That the other one is not is said.
    private static func possible(_ limit: Limit) -> Limit {
        guard limit == .fileSystem, !canMount else { return limit }
        let text = "FullDiskTests: no file system can be mounted here; a limit on the size of files stands in for it\n"
        FileHandle.standardError.write(Data(text.utf8))
        return .fileSize
    }

    private static let count = 40

    private static func script(isParallel: Bool) -> String {
        """
        for i in 1..\(count)\(isParallel ? " parallel 8" : "") {
            try { add "c_$i" host="host-$i" port=$(1000 + $i) user=u password=pppp } catch { }
        }
        print done

        """
    }

    /// Shell commands: a run until the journal is full, one that goes on while it still is, and one with room.
    private static func commands(_ limit: Limit, _ size: Int, _ run: String) -> String {
        switch limit {
        case .fileSystem:
            """
            mkdir m; mount -t tmpfs -o size=64k tmpfs m || exit 9
            head -c \(65_536 - size) /dev/zero > m/filler
            \(run) --journal m/j 2> first.errors; echo "first $?"; cp m/j first
            \(run) --resume m/j 2> still.errors; echo "still $?"; cp m/j still
            rm m/filler
            \(run) --resume m/j 2> last.errors; echo "last $?"; cp m/j last
            """
        case .fileSize:
            // Blocks of 512 bytes, as POSIX has them.
            """
            mkdir m; trap '' XFSZ
            (ulimit -f \(size / 512); \(run) --journal m/j 2> first.errors; echo "first $?"); cp m/j first
            (ulimit -f \(size / 512); \(run) --resume m/j 2> still.errors; echo "still $?"); cp m/j still
            \(run) --resume m/j 2> last.errors; echo "last $?"; cp m/j last
            """
        }
    }

    @Test(arguments: Limit.allCases, [8_192, 12_288, 20_480, 24_576])
    func aJournalThatFillsAndIsFreedLosesNothing(limit: Limit, size: Int) async throws {
        let limit = Self.possible(limit)
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let workshop = try Workshop()
        let isParallel = size % 3 == 0
        try workshop.write(Self.script(isParallel: isParallel), to: "a.picket")
        let run =
            "$PICKET run a.picket --platform https://127.0.0.1:\(platform.port) --cacert \(platform.certificateFile) "
            + "--user \(platform.user) --password-file \(platform.passwordFile) --continue-on-error --resend-after 0s"
        try workshop.write(Self.commands(limit, size, run), to: "all.sh")
        let all = try workshop.run(limit == .fileSystem ? "unshare -rm sh all.sh" : "sh all.sh")
        let (first, still, last) = (
            try workshop.text("first.errors"), try workshop.text("still.errors"), try workshop.text("last.errors")
        )
        // Something was sent before the disk was full; to go on needs room, too.
        #expect(all.output.contains("first 1\n"), "\(all.output) \(first)")
        #expect(all.output.contains("still 1\n") || all.output.contains("still 2\n"), "\(all.output) \(still)")
        #expect(all.output.hasSuffix("done\nlast 0\n"), "\(all.output) \(last)")
        for errors in [first, still] {
            #expect(errors.contains("the journal `m/j` cannot be written: "), "\(errors)")
            #expect(errors.contains(limit == .fileSystem ? "no space left" : "too large"), "\(errors)")
        }
        #expect(first.contains("error[journal-trouble]"), "\(first)")
        let texts = try ["first", "still", "last"].map { try workshop.text($0) }
        for text in texts {
            #expect(text.hasSuffix("}\n"), "no line is torn: \(text.suffix(80))")
            #expect(JournalSchema.faults(Data(text.utf8)) == [])
        }
        #expect(texts[1].hasPrefix(texts[0]) && texts[2].hasPrefix(texts[1]), "no line is lost")
        #expect(texts[0].utf8.count <= size)
        // Each connection is there, and was sent once.
        let connections = try await platform.connections()
        #expect(Set(connections.keys) == Set((1...Self.count).map { "c_\($0)" }))
        #expect(connections.allSatisfy { $0.value.port == 1000 + (Int($0.key.dropFirst(2)) ?? 0) })
        let adds = try platform.log.filter { $0.hasPrefix("POST /ds-api/pool/") }
        #expect(adds.count == Self.count && adds.allSatisfy { $0.hasSuffix(" 201") }, "\(adds.count)")
    }

    /// A disk without any room gets no journal: nothing is sent, and no file is in the way of the next run.
    @Test(arguments: Limit.allCases) func aJournalThatCannotBeginLeavesNothing(limit: Limit) async throws {
        let limit = Self.possible(limit)
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let workshop = try Workshop()
        try workshop.write("add a host=h port=1 user=u password=pppp\nprint done\n", to: "a.picket")
        let run =
            "$PICKET run a.picket --platform https://127.0.0.1:\(platform.port) --cacert \(platform.certificateFile) "
            + "--user \(platform.user) --password-file \(platform.passwordFile) --journal m/j"
        let (full, free) =
            limit == .fileSystem
            ? ("mount -t tmpfs -o size=64k tmpfs m || exit 9; head -c 65536 /dev/zero > m/filler", "rm m/filler")
            : ("trap '' XFSZ", ":")
        let limited = limit == .fileSystem ? run : "(ulimit -f 0; \(run) 2>&1 | cat)"
        try workshop.write(
            "mkdir m; \(full); \(limited); echo \"first $?\"; ls m | grep j; \(free); \(run); echo \"last $?\"\n",
            to: "all.sh")
        let all = try workshop.run((limit == .fileSystem ? "unshare -rm " : "") + "sh all.sh")
        let shown = all.output + all.errors
        #expect(shown.contains("the journal `m/j` cannot be written"), "\(shown)")
        if limit == .fileSystem { #expect(all.output.contains("first 2\n"), "\(shown)") }
        #expect(all.output.hasSuffix("done\nlast 0\n"), "\(shown)")
        #expect(try platform.log.count { $0.hasPrefix("POST /ds-api/pool/") } == 1)
    }
}
