public import Foundation
public import Testing

/// The parts of grammar.md that tests compare with the code.
public struct GrammarPage {
    public struct Example: Sendable, CustomTestStringConvertible {
        public let text: String
        /// The code that it must yield, or nil if it must parse.
        public let error: String?

        public var testDescription: String { error ?? String(text.prefix { $0 != "\n" }) }
    }

    public static let root: URL = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    public static let lines: [String] = {
        let text = (try? String(contentsOf: root.appending(path: "grammar.md"), encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n")
    }()

    /// The fenced blocks, with what follows the opening fence.
    public static let fences: [(info: String, text: String)] = {
        var fences: [(info: String, text: String)] = []
        var open: (info: String, lines: [String])?
        for line in lines {
            if line.hasPrefix("```") {
                if let closed = open {
                    fences.append((closed.info, closed.lines.joined(separator: "\n") + "\n"))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return fences
    }()

    public static let examples: [Example] = fences.compactMap { fence in
        let words = fence.info.split(separator: " ")
        guard words.first == "picket" else { return nil }
        let error = words.dropFirst().first { $0.hasPrefix("error=") }?.dropFirst("error=".count)
        return Example(text: fence.text, error: error.map(String.init))
    }

    public static let productions: [String] = fences.filter { $0.info == "ebnf" }.flatMap { productions(in: $0.text) }

    /// The productions above the parser's functions.
    public static let productionsOfTheCode: [String] = {
        let folder = root.appending(path: "Sources/PicketSyntax/Parser")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.flatMap { file -> [String] in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            var kept: [String] = []
            var isInside = false
            for line in text.components(separatedBy: "\n").map({ $0.drop { $0 == " " } }) {
                if line.hasPrefix("/// Grammar: ") { isInside = true }
                guard isInside else { continue }
                kept.append(String(line).replacing("/// Grammar: ", with: "").replacing("///", with: ""))
                if line.hasSuffix(" ;") { isInside = false }
            }
            return productions(in: kept.joined(separator: "\n"))
        }
    }()

    private static func productions(in text: String) -> [String] {
        var productions: [String] = []
        var current = ""
        for line in text.components(separatedBy: "\n") {
            current += " " + line
            guard line.hasSuffix(" ;") else { continue }
            productions.append(current.split(separator: " ").joined(separator: " "))
            current = ""
        }
        return productions
    }

    /// The rows of a list between `<!-- name -->` and `<!-- end -->`, each as what stands in backticks.
    public static func list(_ name: String) -> [[String]] {
        let start = (lines.firstIndex(of: "<!-- \(name) -->") ?? lines.count - 1) + 1
        let rows = lines[start...].prefix { $0 != "<!-- end -->" }
        return rows.map { row in
            let first = row.hasPrefix("|") ? String(row.dropFirst().prefix { $0 != "|" }) : row
            return first.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }.filter { !$0.isEmpty }
    }

    /// The first column of the table under a heading.
    public static func codes(under heading: String) -> [String] {
        let start = (lines.firstIndex(of: heading) ?? lines.count - 1) + 1
        return lines[start...].prefix { !$0.hasPrefix("#") }.filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    }
}
