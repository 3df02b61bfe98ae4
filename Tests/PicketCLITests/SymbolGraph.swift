import Foundation
import Testing

/// The public symbols of a module, as the compiler tells them.
///
/// See https://github.com/swiftlang/swift-docc-symbolkit/blob/main/openapi.yaml.
struct SymbolGraph: Decodable {
    struct Module: Decodable { var name: String }
    struct Symbol: Decodable {
        struct Identifier: Decodable { var precise: String }
        struct Fragment: Decodable { var spelling: String }
        struct Comment: Decodable {
            struct Line: Decodable { var text: String }
            var lines: [Line]
        }
        var identifier: Identifier
        var pathComponents: [String]
        var declarationFragments: [Fragment]?
        var docComment: Comment?

        var path: String { pathComponents.joined(separator: ".") }
    }
    struct Relationship: Decodable {
        var kind: String
        var source: String
        var target: String
        var targetFallback: String?
    }

    var module: Module
    var symbols: [Symbol]
    var relationships: [Relationship]

    /// What the compiler says of nearly every type.
    private static let implied: Set<String> = ["Swift.Copyable", "Swift.Escapable", "Swift.SendableMetatype"]

    /// A line for each symbol and each conformance of one.
    var lines: [String] {
        var paths: [String: String] = [:]
        for symbol in symbols { paths[symbol.identifier.precise] = symbol.path }
        let declarations = symbols.map { symbol in
            let declaration = symbol.declarationFragments?.map(\.spelling).joined() ?? ""
            return "\(module.name) \(symbol.path): \(declaration.split { $0.isWhitespace }.joined(separator: " "))"
        }
        let conformances = relationships.compactMap { relationship -> String? in
            let target = relationship.targetFallback ?? relationship.target
            guard relationship.kind == "conformsTo", !Self.implied.contains(target) else { return nil }
            return "\(module.name) \(paths[relationship.source] ?? relationship.source): \(paths[target] ?? target)"
        }
        return (declarations + conformances).sorted()
    }

    /// The symbols without a documentation comment.
    var undocumented: [String] {
        symbols.filter { $0.docComment?.lines.contains { !$0.text.isEmpty } != true }.map {
            "\(module.name) \($0.path)"
        }
    }

    /// The graphs of modules of this build, and those of their extensions of other modules' types.
    static func ofModules(_ modules: [String]) throws -> [SymbolGraph] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "symbol-graphs-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Process()
        script.executableURL = Project.root.appending(path: "scripts/symbol-graphs")
        script.arguments = [folder.path()] + modules
        // The programs are in a folder of the build: BUILD/TRIPLE/debug.
        let build = Project.program("picket").resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var environment = ProcessInfo.processInfo.environment
        environment["PICKET_BUILD"] = build.path()
        script.environment = environment
        try script.run()
        script.waitUntilExit()
        try #require(script.terminationStatus == 0, "scripts/symbol-graphs")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(files.count >= modules.count)
        return try files.map { try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: $0)) }
    }
}
