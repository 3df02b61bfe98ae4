import Foundation
import Testing

/// Every shape in which a secret can stand goes through every outlet of the program, and none may show it.
///
/// The secrets: a text, a number, and one that is too short to be searched for, which its taint alone hides. They stand bare,
/// glued to other text, as keys, in lists and maps, in arguments, paths, bodies, expectations and messages.
@Suite struct OutletLeakTests {
    private static let text = #"m4rk/S+t q"u%41é"#
    private static let number = "918273645"
    private static let short = "qŷ"

    private static let script = """
        secret pw = env("LEAK_TEXT")
        secret pin = env("LEAK_NUMBER")
        secret short = env("LEAK_SHORT")
        let shapes = {bare: $pw, glued: "x${pw}y", number: int($pin), list: [[$pw], int($pin), $short], "k${pw}": 1, "n${pin}": {deep: $short}}
        print $pw, "x${pw}y", $pin, int($pin), [int($pin)], $short, {a: $short}
        print $shapes
        FORMS
        try { add leak-1 host="h${pw}" port=5432 user=u password=$pw tags="a=x${pin}y" } catch p { print $p }
        try { ensure leak-2 host="h${pin}" port=5432 user="u${pin}" password=$short tags="b=${pin}" } catch p { print $p }
        try { update leak-2 password="p${pw}" tags="c=${pin}" } catch p { print $p }
        try { show leak-2 } catch p { print $p }
        try { request PUT "/ds-api/nowhere/${pw}?q=${pw}" body=$shapes } catch p { print $p }
        try { request POST /ds-api/nowhere short=$short pin=$(int($pin)) glued="x${pw}y" map=$shapes } catch p { print $p }
        try { request GET /ds-api/nowhere q=$pw n=$pin s=$short } catch p { print $p }
        try { request GET /ds-api/nowhere headers={Authorization: "Bearer ${pw}", "X-A": "x${pw}y", "X-B": $short, "X-C": $(int($pin))} } catch p { print $p }
        try { request POST "/ds-api/$(encode($pw))" body=$(to_json($shapes)) save="f${short}" read=true } catch p { print $p }
        try { request GET /ds-api/ headers={"X-A": "x${pw}\\n"} } catch p { print $p }
        print encode($pw), encode($short), to_json($shapes), to_json([$short, int($pin)])
        try { expect body == $shapes } catch p { print $p }
        try { fail "so ${pw} and ${pin} and ${short}" } catch p { print $p }
        step "step ${pw} ${short}" { print "in it" }
        BEGIN
        request PUT "/ds-api/nowhere/${pw}?q=${pin}" body=$shapes
        expect body == $shapes
        check $shapes == {bare: 1, list: [[2], 3, 4]} because "it is $pw and $pin and $short"
        fail "so ${pw} and ${pin} and ${short}"
        END

        """

    /// What a text becomes on its way; written here by other means than the program's.
    private static var forms: [String] {
        let bytes = Data(text.utf8)
        func percent(_ upper: Bool, blank: String) -> String {
            text.utf8.map { byte in
                let isKept =
                    byte < 0x80
                    && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                if isKept { return String(Unicode.Scalar(byte)) }
                return byte == 0x20 ? blank : String(format: upper ? "%%%02X" : "%%%02x", byte)
            }.joined()
        }
        let base64 = bytes.base64EncodedString()
        let middle = [Data("u:".utf8), Data("bob:".utf8), Data("abc".utf8)].map { prefix in
            // What the neighbours share is cut.
            let whole = Array((prefix + bytes + Data("zz".utf8)).base64EncodedString().utf8)
            return String(
                decoding: whole[((prefix.count * 8 + 5) / 6)..<((prefix.count + bytes.count) * 8 / 6)], as: UTF8.self)
        }
        let hexadecimal = bytes.map { String(format: "%02x", $0) }.joined()
        let json = text.replacing("\"", with: "\\\"")
        return [
            text, json, json.replacing("é", with: "\\u00e9"), text.replacing("\"", with: "&quot;"),
            percent(true, blank: "%20"), percent(false, blank: "%20"), percent(true, blank: "+"), base64,
            String(base64.prefix { $0 != "=" }), base64.replacing("+", with: "-").replacing("/", with: "_"),
            hexadecimal,
            hexadecimal.uppercased(),
        ] + middle
    }

    private static var environment: [String: String] {
        var result = ["LEAK_TEXT": text, "LEAK_NUMBER": number, "LEAK_SHORT": short]
        for (position, form) in forms.enumerated() { result["LEAK_FORM_\(position)"] = "<\(form)>" }
        return result
    }

    private func leaks(in shown: String) -> [String] {
        var found = (Self.forms + [Self.number, Self.short, "m4rk"]).filter { shown.contains($0) }
        if shown.contains("q\\u0177") { found.append(Self.short) }
        return found
    }

    /// The lines around what leaked, for whoever mends it.
    private func comment(_ shown: String) -> Comment {
        let lines = shown.split(separator: "\n").filter { !leaks(in: String($0)).isEmpty }
        return Comment(rawValue: lines.prefix(4).map { String($0.prefix(600)) }.joined(separator: "\n"))
    }

    /// - Parameter isTest: whether the last lines are a test.
    private func inFolder(isTest: Bool = false, _ body: (URL, [String]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-outlets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let prints = Self.forms.indices.map { "print env(\"LEAK_FORM_\($0)\")" }.joined(separator: "\n")
        try Self.script.replacing("FORMS", with: prints)
            .replacing("BEGIN", with: isTest ? "test \"leaks\" {" : "").replacing("END", with: isTest ? "}" : "")
            .write(to: folder.appending(path: "leak.picket"), atomically: true, encoding: .utf8)
        try body(folder, [folder.appending(path: "leak.picket").path(), "--platform", "local", "--continue-on-error"])
    }

    private func expectNoLeak(in folder: URL, besides: Set<String>, count: Int) throws {
        let written = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
            !besides.contains($0)
        }
        #expect(written.count == count, "\(written)")
        for name in written {
            let shown = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
            #expect(!shown.isEmpty, "\(name)")
            #expect(leaks(in: shown) == [], "\(name): \(comment(shown))")
        }
    }

    @Test(arguments: ["run", "test", "plan"])
    func noOutletOfARunShowsAnyShape(_ command: String) throws {
        try inFolder(isTest: command == "test") { folder, arguments in
            func file(_ name: String) -> String { folder.appending(path: name).path() }
            let reports = ["junit", "tap", "json", "html", "jsonl"]
            var options = ["-v"] + reports.flatMap { ["--report-\($0)", file($0)] }
            if command != "test" { options += ["--curl", file("curl")] }
            if command == "run" {
                options += ["--journal", file("journal"), "--store", folder.path() + "-store"]
            }
            defer { try? FileManager.default.removeItem(atPath: folder.path() + "-store") }
            let run = try PicketProcess.run([command] + arguments + options, environment: Self.environment)
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.output.contains("•••") && run.errors.contains("•••"), "\(run.output)\(run.errors)")
            #expect(leaks(in: run.output) == [], comment(run.output))
            #expect(leaks(in: run.errors) == [], comment(run.errors))
            try expectNoLeak(in: folder, besides: ["leak.picket"], count: ["run": 7, "test": 5][command] ?? 6)
        }
    }

    @Test(arguments: ["table", "json"])
    func theSessionShowsNoShape(_ format: String) throws {
        try inFolder { folder, arguments in
            let source = try String(contentsOf: folder.appending(path: "leak.picket"), encoding: .utf8)
            let input = ":set format \(format)\n" + source + ":save \(folder.appending(path: "saved").path())\n:jobs\n"
            let run = try PicketProcess.run(
                ["repl", "-v", "--platform", "local", "--continue-on-error"], input: input,
                environment: Self.environment)
            #expect(run.output.contains("•••"), "\(run.output)\(run.errors)")
            #expect(leaks(in: run.output) == [], comment(run.output))
            #expect(leaks(in: run.errors) == [], comment(run.errors))
            try expectNoLeak(in: folder, besides: ["leak.picket"], count: 1)
        }
    }

    /// A literal that is compared with a secret is hidden in an excerpt, and so in every text and report; too short a one, too.
    @Test(arguments: ["run", "test"])
    func noOutletShowsWhatIsComparedWithASecret(_ command: String) throws {
        let literals = ["w7w", "5391", "8246"]
        try inFolder { folder, arguments in
            let script = """
                secret pin = env("LEAK_NUMBER")
                let password = "k4k k5k"
                BEGIN
                check $pin == "w7w"
                check 5391 != int($pin) and $pin == 5391
                check $pin in ["w7w", 5391]
                check {password: 8246} == {password: "w7w"}
                check {a: [{Password: 8246}]} matches {a: [{Password: 5391, b: 1}]}
                try { expect int($pin) < 5391 } catch p { print $p }
                within 1ms every 1ms { expect $pin == 5391 }
                END
                fail "it is $password"

                """
            try script.replacing("BEGIN", with: command == "test" ? "test \"literals\" {" : "step \"literals\" {")
                .replacing("END", with: "}").write(
                    to: folder.appending(path: "leak.picket"), atomically: true, encoding: .utf8)
            func file(_ name: String) -> String { folder.appending(path: name).path() }
            let reports = ["junit", "tap", "json", "html", "jsonl"].flatMap { ["--report-\($0)", file($0)] }
            let run = try PicketProcess.run([command] + arguments + reports, environment: Self.environment)
            #expect(run.status == 1 && run.errors.contains("•••"), "\(run.output)\(run.errors)")
            let written = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
                $0 != "leak.picket"
            }
            #expect(written.count == 5)
            var outlets = [("output", run.output), ("errors", run.errors)]
            for name in written {
                outlets.append(
                    (name, String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)))
            }
            for (name, text) in outlets {
                let shown = text.split(separator: "\n").filter { line in
                    let words = line.split { !($0.isLetter || $0.isNumber) }.map(String.init)
                    return literals.contains { words.contains($0) } || line.contains("k4k k5k")
                }
                #expect(shown == [], "\(name)")
            }
        }
    }

    /// A text of JSON in a body, as it is sent, hides what stands beneath its secret fields.
    @Test func noOutletShowsASecretInATextOfJSON() throws {
        let secrets = ["emb3dded-secret", "sh0", "64182", "d33p-secret"]
        try inFolder { folder, arguments in
            let script = """
                let long = env("LONG")
                let short = env("SHORT")
                try { request POST /ds-api/nowhere body={note: $long, list: [$short]} } catch p { print $p }
                try { request GET /ds-api/nowhere note=$long } catch p { print $p }
                try { request POST /ds-api/nowhere body=$long } catch p { print $p }
                request PUT /ds-api/nowhere note=$long short=$short

                """
            try script.write(to: folder.appending(path: "leak.picket"), atomically: true, encoding: .utf8)
            func file(_ name: String) -> String { folder.appending(path: name).path() }
            let reports = ["junit", "tap", "json", "html", "jsonl"].flatMap { ["--report-\($0)", file($0)] }
            let options = [
                "-v", "--curl", file("curl"), "--journal", file("journal"), "--store", folder.path() + "-store",
            ]
            defer { try? FileManager.default.removeItem(atPath: folder.path() + "-store") }
            let run = try PicketProcess.run(
                ["run"] + arguments + options + reports,
                environment: [
                    "LONG": #"{"password": "emb3dded-secret", "x": "{\"Password\": \"d33p-secret\"}"}"#,
                    "SHORT": #"[{"password": "sh0", "a": 1}, {"password": 64182}]"#,
                ])
            #expect(run.status == 1 && run.errors.contains("•••"), "\(run.output)\(run.errors)")
            let written = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter {
                $0 != "leak.picket"
            }
            #expect(written.count == 7)
            for secret in secrets {
                #expect(!(run.output + run.errors).contains(secret), "\(run.output)\(run.errors)")
                for name in written {
                    let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
                    #expect(!text.contains(secret), "\(name)")
                }
            }
        }
    }

    /// The other party: what the platform prints and logs holds nothing that a client sent, and no token.
    @Test func thePlatformsLogShowsNoShape() throws {
        try inFolder { folder, _ in
            let source = try String(contentsOf: folder.appending(path: "leak.picket"), encoding: .utf8)
            let more = #"""
                try { add "n${pin}" host="h${pw}" port=1 user=u password=$pw tags="a=x${pin}y" } catch p { print 1 }
                try { show "n${pin}" } catch p { print 1 }
                try { show "${pw}${short}" } catch p { print 1 }
                try { request PUT "/ds-api/pool/pg-instances/leak-1" body=$shapes } catch p { print 1 }
                try { request PUT "/ds-api/pool/pg-instances/n${pin}" body={host: h, "k${pw}": 1, "${short}": $short} } catch p { print 1 }
                try { request PUT "/ds-api/pool/pg-instances/leak-1" body="{\"password\": \"${pw}\", \"n${pin}" } catch p { print 1 }
                try { request POST "/ds-api/user-token" body={token: $pw} } catch p { print 1 }
                try { request GET "/ds-api/user-token" token=$pw } catch p { print 1 }
                try { request POST "/local-platform/faults" body={fault: status, status: 503, operation: show, name: "n${pin}", "x${pw}": 1} } catch p { print 1 }
                try { request POST "/local-platform/faults" body={fault: status, status: 503, operation: show, name: "n${pin}"} } catch p { print 1 }
                try { show "n${pin}" } catch p { print 1 }

                """#
            let script = source.replacing("step \"step", with: more + "step \"step")
            try script.write(to: folder.appending(path: "leak.picket"), atomically: true, encoding: .utf8)
            let platform = Process()
            platform.executableURL = Project.program("picket-platform")
            platform.arguments = [
                "-v", "--listen", "127.0.0.1:0", "--http", "--store", ":memory:", "--control", "--user", "bob",
                "--password-env", "LEAK_PASSWORD",
            ]
            platform.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LEAK_PASSWORD": Self.text]
            let log = folder.appending(path: "log")
            _ = FileManager.default.createFile(atPath: log.path(), contents: nil)
            let (output, errors) = (Pipe(), try FileHandle(forWritingTo: log))
            platform.standardOutput = output
            platform.standardError = errors
            try platform.run()
            defer { if platform.isRunning { platform.terminate() } }
            var greeting: [UInt8] = []
            while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
                greeting.append(byte)
            }
            let url = try #require(
                String(decoding: greeting, as: UTF8.self).firstMatch(of: #/http:[0-9.:\/]+[0-9]/#)?.0)
            let run = try PicketProcess.run(
                [
                    "run", folder.appending(path: "leak.picket").path(), "--platform", String(url), "--user", "bob",
                    "--password-env", "LEAK_TEXT", "--continue-on-error", "--retries", "0",
                ], environment: Self.environment)
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            platform.terminate()
            platform.waitUntilExit()
            let rest = try output.fileHandleForReading.readToEnd() ?? Data()
            let shown =
                String(decoding: greeting + rest, as: UTF8.self)
                + String(decoding: try Data(contentsOf: log), as: UTF8.self)
            // It has logged: each request has its line.
            for line in [
                "POST /ds-api/user-token 201", "PUT /ds-api/pool/pg-instances/{name} 400", "ignored keys: ",
                "POST (unknown path) 404", "GET /ds-api/pool/pg-instances/{name} 503",
            ] {
                #expect(shown.contains(line), "\(shown)")
            }
            #expect(leaks(in: shown) == [], comment(shown))
            // A token is a JWT.
            #expect(!shown.contains("eyJ") && !shown.contains("Bearer") && !shown.contains("Basic"), "\(shown)")
        }
    }

    /// The user, the password and the header that carries both.
    @Test func credentialsAreShownNowhere() throws {
        let header = Data("bob:\(Self.text)".utf8).base64EncodedString()
        let run = try PicketProcess.run(
            [
                "run", "-v", "--platform", "http://127.0.0.1:9", "--user", "bob", "--password-env", "LEAK_TEXT", "-c",
                "show x\nprint env(\"LEAK_HEADER\")", "--continue-on-error", "--retries", "0",
            ],
            environment: Self.environment.merging(["LEAK_HEADER": header]) { $1 })
        #expect(run.status != 0)
        #expect(leaks(in: run.output + run.errors) == [], comment(run.output + run.errors))
        #expect(!(run.output + run.errors).contains(header))
    }
}
