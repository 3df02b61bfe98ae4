import Foundation
import Testing

/// A marked secret goes into everything that a run can do, and must come out nowhere.
@Suite struct LeakTests {
    private let secret = #"m4rked/S+cret "q" %41"#

    /// The forms in which it could travel.
    private func forms(of secret: String) -> [String] {
        let base64 = Data(secret.utf8).base64EncodedString()
        let json = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let percent = secret.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : String(format: "%%%02X", byte)
        }.joined()
        return [secret, json, percent, base64, String(base64.prefix { $0 != "=" }), "m4rked"]
    }

    private func leaks(in bytes: Data, of secret: String) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        return forms(of: secret).filter { text.contains($0) }
    }

    @Test(arguments: ["move-host", "clean-tags", "fleet"])
    func aRunLeavesNoSecretAnywhere(_ name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-leak-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String) -> String { folder.appending(path: name).path() }
        let platform = ["--platform", "local", "--store", folder.path() + "-store"]
        defer { try? FileManager.default.removeItem(atPath: folder.path() + "-store") }
        let rehearsal = try PicketProcess.run(
            ["run", "scripts/runbooks/rehearsal.picket"] + platform, environment: ["PG_PASSWORD": secret])
        #expect(rehearsal.status == 0, "\(rehearsal.errors)")
        let parameters = name == "move-host" ? ["name=crm-production", "to=pg-crm-2032"] : []
        let run = try PicketProcess.run(
            ["run", "scripts/runbooks/\(name).picket"] + parameters + platform + [
                "-v", "--journal", file("journal"), "--curl", file("curl"), "--report-junit", file("junit"),
                "--report-tap", file("tap"), "--report-json",
                file("json"), "--report-html", file("html"), "--report-jsonl", file("jsonl"),
            ], environment: ["PG_PASSWORD": secret])
        #expect(run.status == 0, "\(run.errors)")
        #expect(leaks(in: Data((run.output + run.errors).utf8), of: secret) == [])
        let written = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(written.count == 7)
        for name in written {
            let bytes = try Data(contentsOf: folder.appending(path: name))
            #expect(!bytes.isEmpty, "\(name)")
            #expect(leaks(in: bytes, of: secret) == [], "\(name)")
        }
    }

    @Test func aFailureShowsNoSecret() throws {
        let script = """
            secret pw = env("PG_PASSWORD")
            add a host=h port=1 user=u password=$pw tags="note=x"
            show a
            check body.password == "something else" because "it is $pw"
            let m = {deep: [$pw, "Bearer $pw"]}
            print $m, upper($pw), "<$pw>"
            request GET "/ds-api/nowhere?x=$pw"

            """
        let run = try PicketProcess.run(
            ["run", "-v", "--platform", "local", "-"], input: script, environment: ["PG_PASSWORD": secret])
        #expect(run.status == 1)
        #expect(run.errors.contains("expectation-failed") && run.errors.contains("unexpected-status"), "\(run.errors)")
        #expect(leaks(in: Data((run.output + run.errors).utf8), of: secret) == [], "\(run.output)\(run.errors)")
        #expect(!(run.output + run.errors).contains(secret.uppercased()))
    }

    /// The goldens' environment holds a password: what they print, which every run compares, must not.
    @Test func noGoldenShowsThePasswordOfItsEnvironment() throws {
        let transcripts = Project.files(in: "Tests/Golden", withSuffix: ".transcript")
        #expect(transcripts.count > 300)
        for path in transcripts {
            let script = try Project.text("Tests/Golden/\(path.replacing(".transcript", with: ".picket"))")
            // `reveal` is the one way out.
            if script.contains("reveal(") { continue }
            let text = try Project.text("Tests/Golden/\(path)")
            #expect(leaks(in: Data(text.utf8), of: "correct-horse-battery") == [], "\(path)")
        }
    }
}
