import Foundation
import Goldens
import Testing

/// Finds comparisons of Swift strings, substrings and characters, which take two spellings of a letter for one.
///
/// The compiler knows the types, so the calls and conformances are counted in the object files of the build, for each
/// source file. `text-comparisons.txt` has the count of each file that has some. A new comparison changes a count: use
/// `TextKey`, `hasBytes(of:)` or bytes for text from scripts, files and answers. If the text is always ASCII of the
/// program itself, record the count with `PICKET_RECORD=1`.
@Suite struct TextComparisonTests {
    static let targets = [
        "Picket", "PicketCLI", "PicketData", "PicketHTTP", "PicketOptions", "PicketPool", "PicketReports",
        "PicketRuntime", "PicketSyntax", "PicketSystem", "PicketTerminal",
    ]

    /// `==`, `<`, `hasPrefix`, `hasSuffix`, and what generic code gets in order to compare, hash or split.
    static let symbols = [
        "sSS2eeoiySbSS_SStFZ", "sSS1loiySbSS_SStFZ", "sSJ2eeoiySbSJ_SJtFZ", "sSJ1loiySbSJ_SJtFZ",
        "sSS9hasPrefixySbSSF", "sSS9hasSuffixySbSSF", "sSysE9hasPrefixySbqd__SyRd__lF",
        "sSysE9hasSuffixySbqd__SyRd__lF", "sSysE2eeoiySbx_qd__tSyRd__lFZ", "sSSSHsWP", "sSSSQsWP", "sSSSLsWP",
        "sSsSHsWP", "sSsSQsWP", "sSsSLsWP", "sSJSHsWP", "sSJSQsWP", "sSJSLsWP",
    ]

    private static let table = Project.root.appending(path: "Tests/PicketCLITests/text-comparisons.txt")

    /// The references of a target's objects that fit a pattern of grep, behind the lines that name the objects.
    private func references(of target: String, fitting pattern: String) throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "readelf -rW *.swift.o | grep -E '^File: |\(pattern)'"]
        process.currentDirectoryURL = Project.program("picket").deletingLastPathComponent().appending(
            path: "\(target).build")
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n")
    }

    /// Returns `TARGET/FILE COUNT` for each object file with comparisons.
    private func counts(of target: String) throws -> [String] {
        let wanted = Self.symbols.map { #"[$]\#($0)( |$)"# }.joined(separator: "|")
        var counts: [(file: String, count: Int)] = []
        for line in try references(of: target, fitting: wanted) {
            if line.hasPrefix("File: ") {
                counts.append((String(line.dropFirst(6).dropLast(2)), 0))
            } else {
                counts[counts.count - 1].count += 1
            }
        }
        let paths = Project.files(in: "Sources/\(target)", withSuffix: ".swift")
        let sources = Set(paths.map { String($0.split(separator: "/").last ?? "") })
        try #require(counts.count >= sources.count, "the objects of \(target)")
        return counts.filter { $0.count > 0 && sources.contains($0.file) }.map { "\(target)/\($0.file) \($0.count)" }
    }

    /// One call of the standard library's searches, such as `text.contains(part)`, links all of its regular expressions,
    /// 1.7 MB of the program.
    @Test(arguments: targets) func noSearchLinksTheRegularExpressions(_ target: String) throws {
        var (file, users) = ("", [String]())
        for line in try references(of: target, fitting: "17_StringProcessing") {
            if line.hasPrefix("File: ") { file = String(line.dropFirst(6)) } else { users.append(file) }
        }
        try #require(!file.isEmpty, "the objects of \(target)")
        #expect(users == [])
    }

    @Test func noComparisonByLooksIsNew() throws {
        let found = try Self.targets.flatMap(counts).sorted()
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] != nil {
            try Data((found.joined(separator: "\n") + "\n").utf8).write(to: Self.table)
            Issue.record("recorded: see the difference")
        }
        let known = try String(contentsOf: Self.table, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(found).subtracting(known).sorted() == [], "new comparisons by what people read")
        #expect(Set(known).subtracting(found).sorted() == [], "comparisons that are gone: record the table")
    }
}
