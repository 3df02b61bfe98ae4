import PicketOptions
import PicketTerminal
import Testing

@testable import PicketCLI

/// What can stand next on a command line.
@Suite struct CompletionTests {
    private func words(_ line: String, profiles: [String] = []) -> [String] {
        Completion(line) { profiles }.candidates.map(\.word)
    }

    @Test func commandsAndOptionsAreOffered() {
        #expect(words("picket pl") == ["plan", "platform"])
        #expect(words("picket help ch") == ["check"])
        #expect(words("picket test --ma") == ["--max-fail"])
        #expect(words("picket run --max-f").isEmpty)
        #expect(words("picket completions ") == ["bash", "zsh", "fish"])
        #expect(words("picket commands del") == ["delete"])
        #expect(words("picket report ") == ["merge"])
        #expect(words("picket report merge x --report-m") == ["--report-markdown"])
        // What stands behind two dashes is no option.
        #expect(words("picket run -- --re").isEmpty)
        #expect(
            Completion("picket run --see") { [] }.candidates.map(\.note) == [
                "A seed for `uuid()` and other random values, to repeat a run."
            ])
    }

    @Test func valuesAreOfferedByTheirKind() {
        #expect(words("picket run f --platform pr", profiles: ["prod", "staging"]) == ["prod"])
        #expect(words("picket run f --platform ", profiles: ["prod"]) == ["prod", "local"])
        #expect(words("picket run --color=a") == ["--color=auto", "--color=always"])
        #expect(words("picket plan --format ") == ["text", "json", "markdown"])
        #expect(words("picket check --format ").contains("markdown") == false)
        #expect(words("picket check --format g") == ["github", "gitlab"])
        #expect(words("picket test --annotate ") == ["github", "none"])
        #expect(words("picket run --timeout ").isEmpty)
        #expect(words("picket run -c pri").isEmpty)
    }

    @Test func optionsOfTheLocalPlatformAreOffered() {
        #expect(
            words("picket platform --pr") == [
                "--profile", "--privilege", "--probe", "--probe-timeout", "--probe-interval",
            ])
        #expect(words("picket platform -") == PlatformOption.allCases.map(\.option) + ["--help"])
        #expect(words("picket platform --profile ") == ["developer", "data admin"])
        #expect(words("picket platform --profile 'data ") == ["data admin"])
        #expect(words("picket platform --probe=p") == ["--probe=postgres"])
        #expect(words("picket platform --missing-rights ") == ["401", "403"])
        #expect(words("picket platform --listen ").isEmpty)
        #expect(words("picket platform -v --st") == ["--store", "--strict-json"])
        #expect(words("picket platform ").isEmpty)
        // The options of other commands are none of this one.
        #expect(words("picket platform --journ").isEmpty && words("picket run --lis").isEmpty)
        #expect(
            Completion("picket platform --http") { [] }.candidates.map(\.note) == ["Serve plain HTTP."])
    }

    @Test(arguments: [
        ("a b", ["a"], "b"), ("a ", ["a"], ""), ("a 'b c", ["a"], "b c"), ("a \"b \\\"c\" d", ["a", "b \"c"], "d"),
        ("a b\\ c", ["a"], "b c"), ("", [], ""), ("a '' b", ["a", ""], "b"), ("a b'", ["a"], "b"),
    ])
    func aLineIsSplitAsAShellDoes(_ line: String, _ words: [String], _ last: String) {
        let split = ShellLine(line)
        #expect(split.words == words && split.last == last)
    }

    @Test func scriptsTellTheirParametersTagsAndTests() throws {
        let suite = try TestSuiteFolder([
            "fleet.picket": "param region = \"paris\" \"where it is\"\nparam name\nprint $region, $name\n",
            "smoke/a.picket": "test \"pool lives\" tags=[smoke, slow] { expect 1 == 1 }\n", "notes.txt": "",
        ])
        func ask(_ line: String) throws -> [String] {
            try suite.picket(["__complete", line]).output.split(separator: "\n").map(String.init)
        }
        #expect(
            try ask("picket run fleet.picket ").prefix(2) == [
                "region=\twhere it is (default: \"paris\")", "name=\tmust be given",
            ])
        #expect(try ask("picket run fleet.picket region=x n") == ["name=\tmust be given"])
        #expect(try ask("picket run f") == ["fleet.picket\t"])
        #expect(try ask("picket check ") == ["fleet.picket\t", "smoke/\t"])
        #expect(try ask("picket run fleet.picket name=no") == ["name=notes.txt\t"])
        #expect(try ask("picket run --file-root ") == ["smoke/\t"])
        #expect(try ask("picket test --tag s") == ["smoke\t", "slow\t"])
        #expect(try ask("picket test smoke --name 'pool l") == ["pool lives\t"])
        #expect(try ask("picket run --journal n") == ["notes.txt\t"])
    }
}
