import Foundation
import Testing

/// A URL that somebody wrote a password into is quoted without it, wherever it was written.
@Suite struct QuotedURLTests {
    private static let marks = ["s3cret", "b0bby", "k3y"]

    private final class Home {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-url-\(UUID().uuidString)")

        init(_ configuration: String = "") throws {
            let place = folder.appending(path: "picket")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(configuration.utf8).write(to: place.appending(path: "config.toml"))
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func picket(_ arguments: [String], _ environment: [String: String] = [:], input: String? = nil) throws
            -> PicketProcess
        {
            try PicketProcess.run(
                arguments, input: input, environment: environment.merging(["XDG_CONFIG_HOME": folder.path()]) { $1 })
        }
    }

    private func expectNoMark(_ text: String, _ place: String) {
        for mark in Self.marks { #expect(!text.contains(mark), "\(place): \(text)") }
    }

    private static let urls = [
        "http://b0bby:s3cret@h:99999", "https://b0bby:s3cret@h/?a=k3y", "https://h/?token=k3y", "http://h:s3cret",
        "b0bby:s3cret@h:99999", "ftp://b0bby:s3cret@h", "https://b0bby:s3/cret@h", "https://b0bby:s3cret@h/a b?k3y",
    ]

    @Test(arguments: urls) func anOptionOrVariableIsQuotedWithoutIt(_ url: String) throws {
        let home = try Home()
        var runs: [(String, PicketProcess)] = [
            ("--platform", try home.picket(["run", "-c", "ping", "--platform", url])),
            ("PICKET_PLATFORM", try home.picket(["run", "-c", "ping"], ["PICKET_PLATFORM": url])),
            (
                "--proxy",
                try home.picket(["run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--proxy", url + "99999"])
            ),
            (
                "HTTPS_PROXY",
                try home.picket(
                    ["run", "-c", "ping", "--platform", "https://127.0.0.1:1"], ["HTTPS_PROXY": "x://" + url])
            ),
        ]
        // A word that stands for no URL is one only if it looks like one.
        if url.contains("://"), !url.contains(" ") {
            runs += [
                ("a word too many", try home.picket(["commands", url, url])),
                ("a file", try home.picket(["run", url])),
            ]
        }
        for (place, run) in runs {
            #expect(run.status != 0, "\(place)")
            expectNoMark(run.output + run.errors, place)
        }
    }

    @Test(arguments: urls) func aProfilesURLIsQuotedWithoutIt(_ url: String) throws {
        let home = try Home("[profile.p]\nurl = \"\(url)\"\n")
        for run in [
            try home.picket(["run", "-c", "ping", "--platform", "p"]), try home.picket(["run", "-c", "use p"]),
            try home.picket(["repl"], input: ":use p\n"),
        ] {
            expectNoMark(run.output + run.errors, "profile")
            #expect((run.output + run.errors).contains("cannot be used as a platform"), "\(run.output)\(run.errors)")
        }
    }

    @Test(arguments: ["https://b0bby:s3cret@h/?a=k3y", "https://h/?token=k3y", "https://h:s3cret"])
    func useShowsItNowhere(_ url: String) throws {
        let home = try Home()
        for script in ["use \(url)\n", "use \"\(url)\"\n", "# \(url)\nuse \"\(url)\"\n"] {
            let names = ["journal", "curl", "junit", "tap", "json", "html", "jsonl"]
            let files = names.map { home.folder.appending(path: $0).path() }
            for file in files { try? FileManager.default.removeItem(atPath: file) }
            let options = zip(names, files).flatMap { name, file in
                [["journal", "curl"].contains(name) ? "--\(name)" : "--report-\(name)", file]
            }
            let run = try home.picket(["run", "-v", "-", "--platform", "http://127.0.0.1:1"] + options, input: script)
            #expect(run.status != 0)
            expectNoMark(run.output + run.errors, "terminal")
            for file in files {
                expectNoMark((try? String(contentsOfFile: file, encoding: .utf8)) ?? "", file)
            }
            let prompt = try home.picket(["repl"], input: script + ":use \(url)\n")
            expectNoMark(prompt.output + prompt.errors, "prompt")
        }
    }

    @Test(arguments: ["--password-env", "--token-env"])
    func aSecretInAVariablesPlaceIsNotRepeated(_ option: String) throws {
        let key = option.dropFirst(2).replacing("-", with: "_")
        for secret in ["Hunter22", "s3cret", "p w", "HUNTER-22", "9LIVES"] {
            let home = try Home("[profile.p]\nurl = \"http://127.0.0.1:1\"\nuser = \"u\"\n\(key) = \"\(secret)\"\n")
            let variable = "PICKET_" + key.uppercased()
            for run in [
                try home.picket([
                    "run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--user", "u", option, secret,
                ]),
                try home.picket([
                    "test", "scripts/smoke", "--platform", "http://127.0.0.1:1", "--user", "u", option, secret,
                ]),
                try home.picket(["run", "-c", "ping", "--platform", "p"]),
                try home.picket(
                    ["run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--user", "u"], [variable: secret]),
            ] {
                #expect(run.status == 2, "\(run.errors)")
                #expect(!run.errors.contains(secret) && run.errors.contains("is not repeated"), "\(run.errors)")
            }
        }
        let home = try Home()
        let run = try home.picket([
            "run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--user", "u", option, "MY_SECRET",
        ])
        #expect(run.errors.contains("`MY_SECRET`"), "a name is quoted: \(run.errors)")
        let empty = try home.picket(
            ["run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--user", "u", option, "MY_SECRET"],
            ["MY_SECRET": ""])
        #expect(
            empty.status == 2 && empty.errors.contains("`MY_SECRET`") && empty.errors.contains("is empty"),
            "\(empty.errors)")
    }

    @Test func theLocalPlatformDoesNotRepeatIt() throws {
        let run = try Home().picket([
            "platform", "--listen", "127.0.0.1:0", "--store", ":memory:", "--password-env", "Hunter22",
        ])
        #expect(run.status != 0)
        #expect(!(run.output + run.errors).contains("Hunter22"), "\(run.errors)")
    }
}
