import Foundation
import Testing

/// Compares the public names of the products with `public-names.txt`, so that no promise to hosts changes unnoticed.
///
/// The names come from the modules of this build (`scripts/symbol-graphs`). A host that uses a removed or changed name no
/// longer builds, and a new name must be kept from then on. Record the names with
/// `PICKET_RECORD=1 swift test --filter PublicNames` if you want the change, and say in CHANGELOG.md what changed.
///
/// Each name has a documentation comment, or stands in `undocumented-names.txt`, which may only shrink.
@Suite struct PublicNamesTests {
    /// The modules that a host imports. Picket exports what is public in PicketRuntime and PicketSyntax.
    static let modules = ["Picket", "PicketPool", "PicketPlatform"]

    private static let tables = Project.root.appending(path: "Tests/PicketCLITests")
    private static let isRecording = ProcessInfo.processInfo.environment["PICKET_RECORD"] != nil

    @Test func aPublicNameChangesOnPurpose() throws {
        let table = Self.tables.appending(path: "public-names.txt")
        let found = try SymbolGraph.ofModules(Self.modules).flatMap(\.lines).sorted()
        #expect(found.count > 300)
        if Self.isRecording {
            try write(found, to: table)
            Issue.record("recorded: see the difference")
        }
        let known = try lines(of: table)
        let advice = "record it with `PICKET_RECORD=1 swift test --filter PublicNames` if you want it"
        #expect(Set(known).subtracting(found).sorted() == [], "hosts lose these public names: \(advice)")
        #expect(Set(found).subtracting(known).sorted() == [], "these public names are new: \(advice)")
    }

    @Test func eachPublicNameIsDocumented() throws {
        let table = Self.tables.appending(path: "undocumented-names.txt")
        let found = try SymbolGraph.ofModules(Self.modules).flatMap(\.undocumented).sorted()
        let known = try lines(of: table)
        let new = Set(found).subtracting(known).sorted()
        #expect(new == [], "write a documentation comment for each of these public names")
        if Self.isRecording {
            try write(known.filter(Set(found).contains), to: table)
            Issue.record("recorded: see the difference")
        }
        let documented = Set(known).subtracting(found).sorted()
        #expect(documented == [] || Self.isRecording, "these names are documented or gone: remove them from the list")
    }

    @Test func aGraphIsReadAsLines() throws {
        let text = """
            {"module": {"name": "M"}, "symbols": [
              {"identifier": {"precise": "a"}, "pathComponents": ["A"], "docComment": {"lines": [{"text": "An a."}]},
               "declarationFragments": [{"spelling": "struct"}, {"spelling": " "}, {"spelling": "A"}]},
              {"identifier": {"precise": "b"}, "pathComponents": ["A", "b"],
               "declarationFragments": [{"spelling": "let b"}]}],
             "relationships": [
              {"kind": "conformsTo", "source": "a", "target": "s:SQ", "targetFallback": "Swift.Equatable"},
              {"kind": "conformsTo", "source": "a", "target": "s:s8CopyableP", "targetFallback": "Swift.Copyable"},
              {"kind": "memberOf", "source": "b", "target": "a"}]}
            """
        let graph = try JSONDecoder().decode(SymbolGraph.self, from: Data(text.utf8))
        #expect(graph.lines == ["M A.b: let b", "M A: Swift.Equatable", "M A: struct A"])
        #expect(graph.undocumented == ["M A.b"])
    }

    private func lines(of table: URL) throws -> [String] {
        try String(contentsOf: table, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String], to table: URL) throws {
        try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: table)
    }
}
