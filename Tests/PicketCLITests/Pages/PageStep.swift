/// What a page asks its reader to do, in the order of the page.
struct PageStep {
    enum Deed {
        /// The reader writes a file.
        case file(path: String, text: String)
        /// The reader types a command. `until` is nil, or a text that a program in another terminal shows when it is ready.
        case command(String, until: String?)
        /// The reader runs a sample.
        case sample(String)
        /// The reader checks a sample that contains no error.
        case check(String)
        /// The sample is a part of a script: it only parses.
        case fragment(String)
        /// The sample shows an error of this code.
        case error(String, code: String, platform: String)
    }

    /// The block, by its place in the page, that shows what comes of it.
    let block: Int
    let deed: Deed
    /// The lines with which the page shows the command.
    var typed = ""
    /// The exit status that the page expects; nil for any that is shown in the text.
    var status: Int32?

    static func steps(of page: Page) -> [PageStep] {
        page.blocks.indices.flatMap { place -> [PageStep] in
            let block = page.blocks[place]
            if let path = block.path {
                return [PageStep(block: place, deed: .file(path: path, text: block.text))]
            }
            switch block.language {
            case "console" where !isSession(block): return commands(of: block, at: place)
            case "picket": return [sample(of: page, at: place)]
            default: return []
            }
        }
    }

    /// Whether a block is a session at the prompt, which needs a terminal.
    static func isSession(_ block: Page.Block) -> Bool { block.text.hasPrefix("$ picket repl") }

    private static func sample(of page: Page, at place: Int) -> PageStep {
        let block = page.blocks[place]
        if let code = block.attributes["error"] {
            let platform = block.attributes["platform"] ?? "local"
            return PageStep(block: place, deed: .error(block.text, code: code, platform: platform))
        }
        if block.attributes["fragment"] != nil {
            return PageStep(block: place, deed: .fragment(block.text), status: 0)
        }
        let next = place + 1
        if next < page.blocks.count, page.blocks[next].language == "output" {
            return PageStep(block: next, deed: .sample(block.text))
        }
        return PageStep(block: place, deed: .check(block.text), status: 0)
    }

    private static func commands(of block: Page.Block, at place: Int) -> [PageStep] {
        let commands = commandLines(of: block)
        return commands.enumerated().map { number, lines in
            // A failure is shown by `echo $?` below it, or announced in the block's first line.
            let isLast = number == commands.count - 1
            let isShown = !isLast && commands[number + 1] == ["$ echo $?"]
            let status = isLast ? block.attributes["exit"].flatMap { Int32($0) } ?? 0 : 0
            return PageStep(
                block: place, deed: .command(command(lines), until: block.attributes["until"]),
                typed: lines.map { $0 + "\n" }.joined(), status: isShown ? nil : status)
        }
    }

    /// The lines of each command: `$ …`, and those after it while a quote is open or a `\` ends the line before.
    private static func commandLines(of block: Page.Block) -> [[String]] {
        var commands: [[String]] = []
        var isOpen = false
        for line in block.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if !isOpen, line.hasPrefix("$ ") {
                commands.append([line])
            } else if isOpen {
                commands[commands.count - 1].append(line)
            } else {
                continue
            }
            let quotes = commands[commands.count - 1].joined().count { $0 == "'" }
            isOpen = quotes % 2 == 1 || line.hasSuffix("\\")
        }
        return commands
    }

    private static func command(_ lines: [String]) -> String {
        lines.map { $0.hasPrefix("$ ") || $0.hasPrefix("> ") ? String($0.dropFirst(2)) : $0 }.joined(separator: "\n")
    }
}
