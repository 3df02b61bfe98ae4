import Foundation

/// A page of the documentation in Markdown, with its fenced blocks. docs/README.md says what the blocks mean.
struct Page {
    /// A fenced block.
    struct Block {
        /// The first word after the opening fence: `picket`, `console`, `output`, `toml`.
        let language: String
        /// The words after it: `file=NAME`, or `fragment`, whose value is empty.
        let attributes: [String: String]
        /// The lines between the fences, by their places in the page.
        let range: Range<Int>
        let text: String

        /// The path that the block's text has as a file.
        var path: String? { attributes["file"] }
    }

    /// A path below the project's root.
    let name: String
    private(set) var lines: [String]
    let blocks: [Block]

    /// Every page that shows commands, samples or files.
    static let names =
        ["README.md"]
        + Project.files(in: "docs", withSuffix: ".md").filter { !$0.contains("/") && $0 != "README.md" }.map {
            "docs/\($0)"
        }

    init(_ name: String) throws { self.init(name, text: try Project.text(name)) }

    init(_ name: String, text: String) {
        self.name = name
        lines = text.components(separatedBy: "\n")
        blocks = Self.blocks(in: lines)
    }

    private static func blocks(in lines: [String]) -> [Block] {
        var blocks: [Block] = []
        var open: (info: String, start: Int)?
        for (place, line) in lines.enumerated() where line.hasPrefix("```") {
            if let (info, start) = open {
                let words = info.split(separator: " ").map(String.init)
                let pairs = words.dropFirst().map { word in
                    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                    return (parts[0], parts.count > 1 ? parts[1] : "")
                }
                blocks.append(
                    Block(
                        language: words.first ?? "", attributes: Dictionary(pairs) { $1 }, range: (start + 1)..<place,
                        text: lines[(start + 1)..<place].map { $0 + "\n" }.joined()))
                open = nil
            } else {
                open = (String(line.dropFirst(3)), place)
            }
        }
        return blocks
    }

    /// The heading above a block, for messages.
    func heading(of block: Block) -> String {
        lines[..<block.range.lowerBound].last { $0.hasPrefix("#") } ?? name
    }

    /// Replaces the texts of blocks, by their places in `blocks`.
    mutating func replace(_ texts: [Int: String]) {
        for (place, text) in texts.sorted(by: { $0.key > $1.key }) {
            var new = text.components(separatedBy: "\n")
            if new.last == "" { new.removeLast() }
            lines.replaceSubrange(blocks[place].range, with: new)
        }
    }

    var text: String { lines.joined(separator: "\n") }
}
