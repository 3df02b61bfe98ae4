import PicketOptions
import PicketTerminal

/// Renders a page of the documentation for a terminal.
struct MarkdownText {
    private let paint: Paint
    private let width: Int
    private(set) var content = ""
    private var paragraph: [String] = []
    /// The language of the open fenced block; nil outside of one.
    private var fence: String?
    private var columns: [String] = []

    /// - Parameter width: The longest line of running text; code is not wrapped.
    init(_ markdown: String, colors: Bool, width: Int = 80) {
        paint = Paint(colors: colors)
        self.width = width
        for line in MarkdownLine.lines(of: markdown) { add(line) }
        endParagraph()
        while content.utf8.suffix(2).elementsEqual("\n\n".utf8) { content.removeLast() }
    }

    private mutating func add(_ line: MarkdownLine) {
        if line.text.utf8.starts(with: "```".utf8) {
            endParagraph()
            toggleFence(String(line.text.dropFirst(3).prefix { $0 != " " }))
        } else if fence != nil {
            content += line.text.isEmpty ? "\n" : "    \(line.text)\n"
        } else if let heading = line.heading {
            endParagraph()
            add(heading)
        } else {
            addText(line.text)
        }
    }

    private mutating func toggleFence(_ language: String) {
        if fence != nil {
            fence = nil
            content += "\n"
        } else {
            fence = language
            if language.utf8.elementsEqual("output".utf8) { content += "  prints\n\n" }
        }
    }

    private mutating func add(_ heading: MarkdownLine.Heading) {
        if !content.isEmpty, !content.utf8.suffix(2).elementsEqual("\n\n".utf8) { content += "\n" }
        let title = MarkdownSpans.plain(heading.title)
        content += paint(title, Appearance(.cyan, .bold)) + "\n"
        if !paint.colors {
            content += String(repeating: heading.level == 1 ? "=" : "-", count: title.count) + "\n"
        }
        content += "\n"
    }

    private mutating func addText(_ text: String) {
        let body = text.drop { $0 == " " }
        if body.isEmpty {
            endParagraph()
            if !columns.isEmpty { content += "\n" }
            columns = []
        } else if body.utf8.starts(with: "<!--".utf8) {
            endParagraph()
        } else if body.first == "|" {
            addRow(body)
        } else {
            if Self.isItem(body) { endParagraph(isItem: true) }
            paragraph.append(text.utf8.starts(with: "    ".utf8) && paragraph.isEmpty ? "\u{0}" + text : String(body))
        }
    }

    private static func isItem(_ line: Substring) -> Bool {
        if line.utf8.starts(with: "- ".utf8) { return true }
        let digits = line.prefix { $0.isNumber }
        return !digits.isEmpty && line.dropFirst(digits.count).utf8.starts(with: ". ".utf8)
    }

    private mutating func endParagraph(isItem: Bool = false) {
        guard let first = paragraph.first else { return }
        let text = MarkdownSpans.plain(paragraph.joined(separator: " "))
        if first.first == "\u{0}" {
            content += text.dropFirst() + "\n\n"
        } else if Self.isItem(Substring(first)) {
            let indentation = first.prefix { $0 != " " }.count + 1
            content += wrapped(text, following: indentation) + (isItem ? "" : "\n")
        } else {
            content += wrapped(text, following: 0) + "\n"
        }
        paragraph = []
    }

    // MARK: Tables

    /// A row is its first cell, and below it the others.
    private mutating func addRow(_ line: Substring) {
        endParagraph()
        let cells = Self.cells(line)
        if columns.isEmpty {
            columns = cells
        } else if !cells.allSatisfy({ $0.allSatisfy { $0 == "-" || $0 == ":" } }) {
            content += "  \(cells.first ?? "")\n"
            for (number, cell) in cells.enumerated().dropFirst() where !cell.isEmpty {
                let label = cells.count > 2 && number < columns.count ? columns[number] : ""
                content += wrapped("      " + (label.isEmpty ? "" : label + ": ") + cell, following: 6)
            }
        }
    }

    private static func cells(_ line: Substring) -> [String] {
        var (cells, cell, isEscaped): ([String], String, Bool) = ([], "", false)
        for character in line.dropFirst() {
            if isEscaped || character != "|" && character != "\\" {
                cell += isEscaped && character != "|" ? "\\\(character)" : String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                cells.append(MarkdownSpans.plain(cell.split(separator: " ").joined(separator: " ")))
                cell = ""
            }
        }
        return cells
    }

    // MARK: Words

    /// Wraps text. Its own leading blanks stay; the other lines get as many as given.
    private func wrapped(_ text: String, following indentation: Int) -> String {
        let head = String(text.prefix { $0 == " " })
        return WrappedText.lines(text, after: head, width: width, following: indentation).map { $0 + "\n" }.joined()
    }
}
