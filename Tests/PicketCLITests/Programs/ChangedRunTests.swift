import Foundation
import Testing

/// A run that is gone on with is the same run: whatever differs is refused by name before anything is sent, also where the
/// script would catch it, and where a run goes on after failures.
@Suite(.serialized) struct ChangedRunTests {
    /// What stands around the reading of what comes from outside.
    enum Around: CaseIterable {
        case nothing, aTry, goingOn

        var opening: String { self == .aTry ? "try {" : "if true {" }
        var closing: String { self == .aTry ? "} catch { }" : "}" }
        var option: String { self == .goingOn ? "--continue-on-error" : "" }
    }

    /// What differs between a run and the one that goes on with it.
    private struct Change {
        let what: String
        /// What is done to the files, in a shell.
        var edit = ""
        var environment = "PG_PASSWORD=first-secret PG_HOST=h1"
        var host = "127.0.0.1"
        var region = "paris"
        var input = "printf 'i1\\ni2\\n'"
        let message: String
    }

    private static let changes = [
        Change(what: "platform", host: "localhost", message: "it ran on `https://127.0.0.1:"),
        Change(what: "parameter", region: "lyon", message: "the parameter `region` has another value"),
        Change(
            what: "secret", environment: "PG_PASSWORD=other-secret PG_HOST=h1",
            message: "the secret `pw` has another value"),
        Change(
            what: "variable", environment: "PG_PASSWORD=first-secret PG_HOST=h2",
            message: "the environment variable `PG_HOST` has another value"),
        Change(what: "script", edit: "echo 'print more' >> a.picket", message: "a.picket` differs from line"),
        Change(what: "included file", edit: "echo 'print more' >> b.picket", message: "b.picket` differs from line"),
        Change(
            what: "data file", edit: "echo d3 >> rows.csv", message: "the data file `rows.csv` is not what it was"),
        Change(what: "data file that is gone", edit: "rm rows.csv", message: "the data file `rows.csv` is not what"),
        Change(what: "standard input", input: "printf 'i1\\nx\\ni2\\n'", message: "standard input is not what it was"),
        Change(what: "no standard input", input: ":", message: "standard input is not what it was"),
        Change(
            what: "order of the data", edit: "printf 'name\\nd2\\nd1\\n' > rows.csv",
            message: "the data file `rows.csv`"),
    ]

    private static func script(_ around: Around) -> String {
        """
        param region
        include "b.picket"
        \(around.opening)
            secret pw = env("PG_PASSWORD")
            let host = env("PG_HOST")
            let rows = csv("rows.csv")
            let inputs = lines("-")
            for row in $rows { make($row.name, $host, $pw) }
            for name in $inputs { make($name, $host, $pw) }
        \(around.closing)
        ensure after host=h port=1 user=u password=pppp tags="region=$region"
        print done

        """
    }

    private static let included = """
        def make(name, host, pw) { ensure $name host=$host port=1 user=u password=$pw }

        """

    /// As if the run had been killed when its first write was answered, and with none of the others made.
    private func cutOff(_ workshop: Workshop, _ picket: String) throws {
        let lines = try workshop.text("j").split(separator: "\n")
        let end = try #require(lines.firstIndex { $0.contains(#""event":"answer""#) })
        try workshop.write(lines[...end].joined(separator: "\n") + "\n", to: "j")
        let removed = try workshop.run("\(picket) -c 'for n in [d2, i1, i2, after] { remove $n }'")
        #expect(removed.status == 0, "\(removed.errors)")
    }

    private func writes(_ platform: LocalPlatform) throws -> Int {
        try platform.log.count { !$0.hasPrefix("GET ") && !$0.contains("user-token") }
    }

    @Test(arguments: Around.allCases) func whatDiffersIsRefusedByName(around: Around) async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let workshop = try Workshop()
        func files() throws {
            try workshop.write(Self.script(around), to: "a.picket")
            try workshop.write(Self.included, to: "b.picket")
            try workshop.write("name\nd1\nd2\n", to: "rows.csv")
        }
        func run(_ change: Change, _ journal: String) throws -> PicketProcess {
            try workshop.run(
                "\(change.input) | \(change.environment) $PICKET run a.picket region=\(change.region) \(around.option) "
                    + "--platform https://\(change.host):\(platform.port) --cacert \(platform.certificateFile) "
                    + "--user \(platform.user) --password-file \(platform.passwordFile) \(journal)")
        }
        let same = Change(what: "nothing", message: "")
        try files()
        let first = try run(same, "--journal j")
        #expect(first.status == 0 && first.output == "done\n", "\(first.errors)")
        try cutOff(
            workshop,
            "$PICKET run --platform https://127.0.0.1:\(platform.port) --cacert \(platform.certificateFile) "
                + "--user \(platform.user) --password-file \(platform.passwordFile)")
        let journal = try workshop.text("j")
        for change in Self.changes {
            try files()
            _ = try workshop.run(change.edit)
            let count = try writes(platform)
            let resumed = try run(change, "--resume j")
            #expect(resumed.status == 2, "\(change.what): \(resumed.errors)")
            #expect(resumed.errors.contains(change.message), "\(change.what): \(resumed.errors)")
            #expect(resumed.output == "", "\(change.what)")
            #expect(try writes(platform) == count, "\(change.what): nothing is written")
            try workshop.write(journal, to: "j")
        }
        // The same run does go on.
        try files()
        let count = try writes(platform)
        let resumed = try run(same, "--resume j")
        #expect(resumed.status == 0 && resumed.output == "done\n", "\(resumed.errors)")
        #expect(try writes(platform) == count + 4)
    }

    /// A script that comes from standard input is the same again, or refused.
    @Test(arguments: Around.allCases) func aScriptFromStandardInputIsTheSameAgain(around: Around) async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let workshop = try Workshop()
        let script = "\(around.opening) ensure one host=h port=1 user=u password=pppp \(around.closing)\nprint done\n"
        try workshop.write(script, to: "a.picket")
        try workshop.write(script + "remove one\n", to: "other.picket")
        func run(_ file: String, _ journal: String) throws -> PicketProcess {
            try workshop.run(
                "$PICKET run - \(around.option) --platform https://127.0.0.1:\(platform.port) --cacert "
                    + "\(platform.certificateFile) --user \(platform.user) --password-file \(platform.passwordFile) "
                    + "\(journal) < \(file)")
        }
        #expect(try run("a.picket", "--journal j").output == "done\n")
        let count = try writes(platform)
        for (file, message) in [("other.picket", "`<stdin>` differs from line 3 on"), ("/dev/null", "`<stdin>`")] {
            let resumed = try run(file, "--resume j")
            #expect(resumed.status == 2 && resumed.errors.contains(message), "\(resumed.errors)")
        }
        #expect(try run("a.picket", "--resume j").output == "done\n")
        #expect(try writes(platform) == count)
    }
}
