import ArgumentParser
import Foundation
import Testing

@testable import PicketCLI

/// `picket run` reads its usual arguments without the argument parser: both must understand the same.
@Suite struct RunArgumentTests {
    /// An option as the argument parser describes it.
    private struct Described: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var written: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let names: [Name]?
        let allValues: [String]?
    }

    private struct Dump: Decodable {
        struct Command: Decodable { let arguments: [Described] }
        let command: Command
    }

    /// Every option of `picket run`, from the parser's own description.
    private static let options: [Described] = {
        do {
            _ = try RunCommand.parse(["--experimental-dump-help"])
            return []
        } catch {
            let text = RunCommand.fullMessage(for: error)
            let dump = try? JSONDecoder().decode(Dump.self, from: Data(text.utf8))
            return dump?.command.arguments.filter { $0.kind != "positional" } ?? []
        }
    }()

    private func parsed(_ arguments: [String]) throws -> RunRequest {
        let command = try PicketCommand.parseAsRoot(["run"] + arguments)
        return try #require(command as? RunCommand).request
    }

    @Test func everyOptionIsReadAsTheParserReadsIt() throws {
        #expect(Self.options.count > 30)
        for option in Self.options {
            for name in try #require(option.names).map(\.written) where name != "--help" && name != "-h" {
                let isFlag = option.kind == "flag"
                let value = option.allValues?.first ?? "7"
                var forms = [isFlag ? [name] : [name, value]]
                if !isFlag, name.hasPrefix("--") { forms.append(["\(name)=\(value)"]) }
                for form in forms where name != "--version" {
                    let arguments = ["a.picket"] + form + ["x=1", "-", "b.picket"]
                    #expect(RunRequest(plain: ["run"] + arguments) == (try parsed(arguments)), "\(arguments)")
                }
            }
        }
    }

    @Test func repeatedOptionsAndOddWordsMeanTheSame() throws {
        for arguments in [
            [], ["-"], ["help"], ["a=b=c"], ["--user", "a", "x", "--user=b"], ["--user=a=b"],
            ["-c", "print 1", "-q", "f"], ["--seed", "+5"], ["--retries", "100"], ["é=ü"],
        ] {
            #expect(RunRequest(plain: ["run"] + arguments) == (try parsed(arguments)), "\(arguments)")
        }
    }

    /// The parser has the say in everything that is wrong or written in a rare way.
    @Test(arguments: [
        ["--help"], ["-h"], ["--version"], ["--user"], ["--user", "-k"], ["--user="], ["--", "-x"], ["-qv"], ["-cx"],
        ["-c=x"], ["--unknown"], ["--unknown", "x"], ["--insecure=yes"], ["--seed", "x"], ["--seed", "-1"],
        ["--color", "blue"], ["--journal", "a", "--resume", "b"], [""], ["--seed=1.5"],
    ])
    func whatIsNotPlainIsLeftToTheParser(_ arguments: [String]) {
        #expect(RunRequest(plain: ["run"] + arguments) == nil)
    }

    @Test func onlyRunIsReadSo() {
        #expect(RunRequest(plain: ["test", "a"]) == nil)
        #expect(RunRequest(plain: []) == nil)
    }
}
