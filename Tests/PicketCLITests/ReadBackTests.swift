import Foundation
import Testing

/// No text that was made for people is read back: what it says is data before. Hosts and stages match on codes and kinds.
@Suite struct ReadBackTests {
    /// What looks into a text.
    private static let looks = try? NSRegularExpression(
        pattern: #"\bhasPrefix\(|\bhasSuffix\(|\bfirstRange\(of:|\bcontains\("|\.starts\(with: "|"#
            + #"(contains\(|separator: |of: |[!=]= )Mask\."#)

    /// Files that look into input, and what that is; with how many lines may do so.
    private static let input: [String: (count: Int, what: String)] = [
        "PicketCLI/CommandLine/Completion.swift": (1, "a word of the command line"),
        "PicketCLI/CommandLine/ProgramLine.swift": (1, "a word of the command line"),
        "PicketCLI/Documentation/Documentation.swift": (2, "a line of a page"),
        "PicketCLI/Documentation/MarkdownPage.swift": (1, "a line of a page"),
        "PicketCLI/Documentation/MarkdownSpans.swift": (1, "a line of a page"),
        "PicketCLI/Documentation/MarkdownText.swift": (5, "a line of a page"),
        "PicketCLI/REPL/FolderListing.swift": (2, "a path that is being typed"),
        "PicketCLI/Running/CheckedScript.swift": (1, "names of commands"),
        "PicketCLI/Running/ScriptFile.swift": (4, "a path"),
        "PicketCLI/Running/ScriptFolder.swift": (3, "names of files"),
        "PicketCLI/Running/ScriptHelp.swift": (2, "words of the command line"),
        "PicketCLI/Settings/ConfigurationFile.swift": (1, "a path of the environment"),
        "PicketCLI/Settings/SettingPath.swift": (1, "a path of a setting"),
        "PicketData/FileAccess.swift": (4, "a path"),
        "PicketData/YAMLReader+Scalars.swift": (3, "a scalar of a file"),
        "PicketData/YAMLReader.swift": (1, "a tag of a file"),
        "PicketHTTP/Endpoint/URLText.swift": (1, "a URL"),
        "PicketHTTP/Proxy/ProxyExceptions.swift": (3, "a list of hosts of the environment"),
        "PicketPlatform/Accounts/AccountDirectory+Start.swift": (1, "a host's name"),
        "PicketPlatform/Certificate/SubjectNames.swift": (1, "a host's name"),
        "PicketPlatform/Platform.swift": (1, "a host's name"),
        "PicketPool/Address/HTTPEndpoint+Host.swift": (2, "a host's name or address"),
        "PicketPool/Session/PlatformProfile.swift": (1, "a path of a URL"),
        "PicketPool/Journal/JournalHistory.swift": (1, "a line of a journal that may be torn"),
        "PicketReports/HTML/HTMLReport+Summary.swift": (1, "a moment in ISO 8601"),
        "PicketReports/JUnit/JUnitReport.swift": (1, "a path"),
        "PicketRuntime/Commands/MediaType.swift": (1, "a type of a header"),
        "PicketOptions/OptionWords.swift": (1, "a word of the command line"),
        "PicketRuntime/Secrets/SecretForms.swift": (1, "a secret"),
        "PicketRuntime/Secrets/SecretHeaders.swift": (1, "a header"),
        "PicketSyntax/Diagnostics/ShownURL.swift": (2, "a URL"),
        "PicketSystem/Files/FilePlace.swift": (1, "a path"),
        "PicketSystem/Files/Folder.swift": (1, "a path"),
        "PicketSystem/Files/ReadableFolders.swift": (2, "a path"),
        "PicketTerminal/LineEditor/History/HistoryFile.swift": (1, "a path"),
        "PicketTerminal/LineEditor/History/HistoryNavigation.swift": (2, "a line that was entered"),
        "PicketTerminal/LineEditor/InitFile/InitFile.swift": (5, "a line of `.editrc`"),
        "PicketTerminal/LineEditor/Terminal/PromptMark.swift": (1, "the type of the terminal"),
        "PicketTerminal/REPL/CallList.swift": (1, "a line that was entered"),
        "PicketTerminal/REPL/RecordDifference.swift": (1, "a stored answer, with its secrets hidden"),
        "PicketTerminal/REPL/SecretSlip.swift": (1, "a line that was entered"),
        "PicketTerminal/REPL/SessionLanguage+Completion.swift": (3, "a path that is being typed"),
        "picket-platform/StorePlace.swift": (1, "a path of the environment"),
        "picket-platform/UserChoice.swift": (1, "the text of an option"),
    ]

    private static func lines(of text: String, where isWanted: (String) -> Bool) -> [String] {
        text.components(separatedBy: "\n").filter(isWanted)
    }

    private static func looks(_ text: String) throws -> [String] {
        let expression = try #require(looks)
        return lines(of: text) { line in
            expression.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
        }
    }

    @Test func noMessageIsReadBack() throws {
        let files = Project.files(in: "Sources", withSuffix: ".swift")
        #expect(files.count > 300)
        for file in files {
            let found = try Self.looks(Project.text("Sources/\(file)"))
            let known = Self.input[file]?.count ?? 0
            #expect(
                found.count <= known,
                "\(file) looks into texts: give what it wants to know a type, or say here which input it reads: \(found)"
            )
        }
    }

    /// The test would find them.
    @Test(arguments: [
        #"let isFaulty = problem.hasPrefix("line ")"#, #"if diagnostic.message.contains("journal") {"#,
        #"guard let range = line.firstRange(of: mark) else { continue }"#, #"if text.contains(Mask.text) { return }"#,
    ])
    func aReadIsFound(_ line: String) throws {
        #expect(try Self.looks(line) == [line])
    }

    /// A code is written once, where it is declared: whoever compares with one names the member.
    @Test func codesAreMembers() throws {
        let literal = try NSRegularExpression(pattern: #"\bcode: "|\bcode (==|!=) "|DiagnosticCode\(rawValue: ""#)
        for file in Project.files(in: "Sources", withSuffix: ".swift") {
            let found = Self.lines(of: try Project.text("Sources/\(file)")) { line in
                literal.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
            }
            #expect(found.isEmpty, "\(file): \(found)")
        }
    }

    /// grammar.md is compared with these lists: a code that is declared and not listed would not be described.
    @Test func everyDeclaredCodeIsListed() throws {
        let files = Project.files(in: "Sources", withSuffix: ".swift")
        var count = 0
        for file in files {
            let text = try Project.text("Sources/\(file)")
            let declared = text.matches(of: #/static let (\w+): DiagnosticCode = "/#).map { String($0.1) }
            guard !declared.isEmpty else { continue }
            let array = #/static let of\w+: \[DiagnosticCode\] = \[([^\]]*)\]/#
            let list = try #require(text.firstMatch(of: array), "\(file)")
            let listed = list.1.matches(of: #/\.(\w+)/#).map { String($0.1) }
            #expect(declared == listed, "\(file)")
            count += declared.count
        }
        #expect(count >= 110)
    }
}
