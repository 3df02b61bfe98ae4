import Foundation
import Testing

/// A file that is included runs once, however its path is spelled: it is known by device and inode.
@Suite struct IncludeIdentityTests {
    /// Runs `main.picket` in a folder of its own with these files and links.
    private func run(
        _ files: [String: String], links: [String: String] = [:], hardLinks: [String: String] = [:],
        _ arguments: [String] = ["run", "main.picket"], input: String? = nil
    ) throws -> PicketProcess {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-include-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        for (path, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: path).path(), withDestinationPath: target)
        }
        for (path, target) in hardLinks {
            try FileManager.default.linkItem(at: folder.appending(path: target), to: folder.appending(path: path))
        }
        return try PicketProcess.run(arguments, in: folder, input: input)
    }

    private static let common = "print once\nlet shared = 1\ndef helper() { return 2 }\n"

    @Test func everySpellingIsTheSameFile() throws {
        let main = """
            include "common.picket"
            include "./common.picket"
            include "lib/../common.picket"
            include "lib//.././common.picket"
            include "link.picket"
            include "lib/hard.picket"
            include "linked-lib/hard.picket"
            include "lib/inner.picket"
            print $shared, helper()

            """
        let result = try run(
            [
                "main.picket": main, "common.picket": Self.common,
                "lib/inner.picket": "include \"../common.picket\"\ninclude \"up.picket\"\n",
            ],
            links: ["link.picket": "common.picket", "linked-lib": "lib", "lib/up.picket": "../common.picket"],
            hardLinks: ["lib/hard.picket": "common.picket"])
        #expect(result.output == "once\n1 2\n", "\(result.errors)")
        #expect(result.status == 0)
    }

    @Test func aCircleIsOneInEverySpelling() throws {
        let result = try run(
            ["main.picket": "include \"a.picket\"\n", "a.picket": "include \"lib/a.picket\"\n"], links: ["lib": "."])
        #expect(result.status == 2)
        #expect(result.errors.contains("error[include-cycle]"), "\(result.errors)")
        #expect(result.errors.components(separatedBy: "included here").count <= 3)
    }

    @Test(arguments: ["./main.picket", "lib/../main.picket", "self.picket", "hard.picket", "main.picket"])
    func aScriptThatIncludesItselfIsACircle(_ path: String) throws {
        let files = ["main.picket": "include \"\(path)\"\nprint never\n", "lib/x.picket": ""]
        let (links, hardLinks) = (["self.picket": "main.picket"], ["hard.picket": "main.picket"])
        for command in ["run", "check"] {
            let result = try run(files, links: links, hardLinks: hardLinks, [command, "main.picket"])
            #expect(result.status == 2)
            #expect(result.errors.contains("error[include-cycle]"), "\(result.errors)")
        }
    }

    @Test func aFileKeepsWhatItWasGivenInEverySpelling() throws {
        let main = "include \"p.picket\" region=paris\ninclude \"./p.picket\" region=rome\n"
        let result = try run(["main.picket": main, "p.picket": "param region\nprint $region\n"])
        #expect(result.status == 2)
        #expect(result.errors.contains("error[include-conflict]"), "\(result.errors)")
    }

    @Test func aSourcedFileThatIncludesItselfIsACircle() throws {
        let result = try run(
            ["main.picket": "include \"./main.picket\"\n"], ["repl"], input: ":source main.picket\n")
        #expect((result.output + result.errors).contains("error[include-cycle]"), "\(result.output)\(result.errors)")
    }

    /// Different files stay different, whatever they hold and are called.
    @Test func equalFilesAreNotOne() throws {
        let result = try run(
            [
                "main.picket": "include \"a/x.picket\"\ninclude \"b/x.picket\"\n", "a/x.picket": "print here\n",
                "b/x.picket": "print here\n",
            ])
        #expect(result.output == "here\nhere\n", "\(result.errors)")
    }

    @Test func aChainOfManyFilesIsRefused() throws {
        var files = ["main.picket": "include \"0.picket\"\n"]
        for number in 0..<250 { files["\(number).picket"] = "include \"\(number + 1).picket\"\n" }
        let result = try run(files, ["check", "main.picket"])
        #expect(result.status == 2)
        #expect(result.errors.contains("error[too-deep]"), "\(result.errors.prefix(400))")
    }

    /// Without a writer the opening of a pipe would wait for ever, whatever the deadline and signals say.
    @Test(.timeLimit(.minutes(1))) func aPipeIsNotIncluded() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-pipe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(mkfifo(folder.appending(path: "pipe.picket").path(), 0o600) == 0)
        let run = try PicketProcess.run(["run", "-c", "include \"pipe.picket\""], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("it is not a regular file"), "\(run.errors)")
    }
}
