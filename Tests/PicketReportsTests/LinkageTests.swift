import Foundation
import Testing

/// What the renderers may lean on: the core, and no Foundation.
@Suite struct LinkageTests {
    @Test func theReportsImportTheCoreAlone() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/PicketReports")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let imports = text.split(separator: "\n").filter { $0.contains("import ") && !$0.hasPrefix("//") }
                .compactMap { $0.split(separator: "import ").last.map(String.init) }
                .filter { !$0.contains(" ") }
            #expect(Set(imports).isSubset(of: ["PicketRuntime", "PicketSyntax"]), "\(file)")
        }
    }
}
