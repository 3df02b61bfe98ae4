import CPages
import PicketPool
import PicketRuntime
import PicketSyntax

/// The pages of the folder docs, which are part of the program.
enum Documentation {
    /// The names of the pages, in the order in which one reads them.
    static var topics: [String] { pages.map(\.name) }

    /// Returns a page; nil if no page has the name.
    static func page(_ topic: String) -> MarkdownPage? {
        pages.first { $0.name.utf8.elementsEqual(topic.utf8) }?.page
    }

    /// Returns what the reference pages say about a command, a statement, a function or a code of the language; nil for
    /// nothing. One name may have several entries.
    static func entries(_ name: String) -> String? {
        let command = ConnectionAPI.commands[name]?.name ?? name
        let found =
            [("language-commands", command), ("statements", name), ("functions", name), ("codes", name)].compactMap {
                page($0.0)?.section($0.1)
            }
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    /// Returns the scripts that an entry shows.
    static func examples(in entry: String) -> [String] {
        var examples: [String] = []
        var isExample = false
        for line in MarkdownLine.lines(of: entry) {
            if line.text.utf8.starts(with: "```".utf8) {
                isExample = !isExample && line.text.utf8.starts(with: "```picket".utf8)
                if isExample { examples.append("") }
            } else if isExample {
                examples[examples.count - 1] += line.text + "\n"
            }
        }
        return examples
    }

    /// Every name that has an entry, in the order of the pages.
    static var names: [String] {
        ["language-commands", "statements", "functions", "codes"].flatMap { page($0)?.entryNames ?? [] }
    }

    /// Returns what to show for a word after `help`; nil if nothing has this name.
    static func text(_ word: String) -> String? { page(word)?.text ?? entries(word) }

    /// Returns the nearest name of a topic or an entry.
    static func nearest(_ word: String) -> String? { PicketSyntax.nearest(word, in: topics + names) }

    private static var pages: [(name: String, page: MarkdownPage)] {
        (0..<picket_page_count()).compactMap { place in
            guard let page = picket_page_at(place)?.pointee else { return nil }
            let text = UnsafeBufferPointer(start: page.text, count: page.length)
            return (String(cString: page.name), MarkdownPage(text))
        }
    }
}
