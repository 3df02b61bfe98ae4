import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A text that people can see stands in a golden, a test or a page: somebody has looked at it where it is shown.
///
/// `Tests/Golden/outer/unshown.txt` names the texts that stand nowhere, below a line `# …` that says why.
@Suite struct UnshownTextTests {
    private static let rooms = [
        "PicketCLI", "PicketData", "PicketHTTP", "PicketOptions", "PicketPlatform", "PicketPool", "PicketTerminal",
        "picket-platform",
    ]
    private static let list = "Tests/Golden/outer/unshown.txt"

    /// Everything that shows texts, with one blank where there are several, and without the signs that escape quotes.
    private static let shown: [CChar] = {
        let pages =
            ["README.md", "grammar.md", "CHANGELOG.md"] + Project.files(in: "docs", withSuffix: "").map { "docs/\($0)" }
        let tests = Project.files(in: "Tests", withSuffix: "").map { "Tests/\($0)" }
        let files = (pages + tests).filter { $0 != list && !$0.hasSuffix(".observed") }
        var bytes: [UInt8] = []
        for file in files { bytes += (try? Data(contentsOf: Project.root.appending(path: file))) ?? Data() }
        return (plain(bytes) + [0]).map { CChar(bitPattern: $0) }
    }()

    private static func plain(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: if result.last != 0x20 { result.append(0x20) }
            case UInt8(ascii: "\\") where place + 1 < bytes.count && [0x22, 0x5C].contains(bytes[place + 1]): break
            case 0: break
            default: result.append(byte)
            }
        }
        return result
    }

    private static func isShown(_ text: String) -> Bool {
        let wanted = plain(Array(text.utf8)).map { CChar(bitPattern: $0) } + [0]
        return strstr(shown, wanted) != nil
    }

    /// `ROOM: text`, each once.
    private static func unshown(of room: String) throws -> Set<String> {
        var found: Set<String> = []
        for file in Project.files(in: "Sources/\(room)", withSuffix: ".swift") {
            let texts = SourceTexts(try Project.text("Sources/\(room)/\(file)"))
            for text in texts.sentences where !isShown(text) { found.insert("\(room): \(text)") }
        }
        return found
    }

    private static func named() throws -> [String] {
        try Project.text(list).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    @Test(arguments: rooms) func everyTextIsShownOrNamed(_ room: String) throws {
        let found = try Self.unshown(of: room)
        let named = Set(try Self.named().filter { $0.hasPrefix("\(room): ") })
        let new = found.subtracting(named).sorted()
        let advice = "show these in a golden, or name them with a reason in \(Self.list):"
        #expect(new == [], "\(advice)\n\(new.joined(separator: "\n"))")
        let old = named.subtracting(found).sorted()
        #expect(old == [], "these are shown now, or are no more: take them out of \(Self.list)")
    }

    @Test func everyNamedTextHasAReason() throws {
        let lines = try Project.text(Self.list).split(separator: "\n")
        #expect(lines.first?.hasPrefix("# ") == true)
        let known = Self.rooms.map { "\($0): " }
        for line in lines where !line.hasPrefix("# ") {
            #expect(known.contains { line.hasPrefix($0) }, "\(line)")
        }
        let names = try Self.named()
        #expect(names.count == Set(names).count)
    }

    @Test func literalsAreCutAtInterpolations() {
        let source = ##"""
            // "not this text here"
            let a = "one \(b ? "two of them" : "x") three\"s \\ four" + #"raw \(not) "quoted" \#(cut) end"#
            let c = """
                first line \
                goes on
                second \(c)
                """
            precondition(x, "this is for developers alone")
            let pattern = #/a "regex" is none/#
            """##
        #expect(
            SourceTexts(source).parts.map { collapsed($0) } == [
                "one", "two of them", "x", "three\"s \\ four", "raw \\(not) \"quoted\"", "end",
                "first line goes on second", "",
            ])
        #expect(SourceTexts("let a = \"a short one\"; let b = \"cannot open: \\(x)\"").sentences == [])
        #expect(SourceTexts("let a = \"the file cannot\"").sentences == ["the file cannot"])
    }
}
