/// A page in Markdown, with its sections.
struct MarkdownPage {
    private let bytes: UnsafeBufferPointer<UInt8>

    /// - Parameter bytes: UTF-8 that lives as long as the program.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The names of the entries of a reference page: its headings of one word, or of several with commas between them.
    var entryNames: [String] {
        MarkdownLine.lines(of: text).compactMap(\.heading).flatMap(\.names).filter { !$0.utf8.contains(0x20) }
    }

    /// Returns the section whose heading has this name: from the heading to the next one of its level, or of a higher one.
    func section(_ name: String) -> String? {
        let lines = MarkdownLine.lines(of: text)
        let start = lines.firstIndex { line in
            line.heading?.names.contains { $0.utf8.elementsEqual(name.utf8) } ?? false
        }
        guard let start, let level = lines[start].heading?.level else { return nil }
        let end = lines[(start + 1)...].firstIndex { $0.heading.map { $0.level <= level } ?? false } ?? lines.endIndex
        return lines[start..<end].map { $0.text + "\n" }.joined()
    }
}

/// A line of Markdown. In a fenced block there are no headings.
struct MarkdownLine {
    struct Heading {
        let level: Int
        let title: String

        /// The parts of a title such as `try, catch, finally`.
        var names: [String] {
            title.split(separator: ",").map { part in String(part.drop { $0 == " " }) }
        }
    }

    let text: String
    let heading: Heading?

    static func lines(of text: String) -> [MarkdownLine] {
        var isFenced = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isFence = line.utf8.starts(with: "```".utf8)
            if isFence { isFenced.toggle() }
            return MarkdownLine(text: String(line), heading: isFenced || isFence ? nil : heading(line))
        }
    }

    private static func heading(_ line: Substring) -> Heading? {
        let level = line.prefix { $0 == "#" }.utf8.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
        return Heading(level: level, title: String(line.dropFirst(level + 1)))
    }
}
