/// The text of a manual page: roff with the macros of man(7), in ASCII.
package struct ManualText {
    package private(set) var content: String

    /// - Parameters:
    ///   - name: The page's name: `picket-run`.
    ///   - summary: What the page is about, without a full stop; it is shown by `whatis`.
    ///   - date: The date of the release: `2026-11-29`.
    package init(_ name: String, section: Int, date: String, summary: String) {
        let title = Self.escaped(name.uppercased())
        // The date is parsed, so its hyphens stand for themselves.
        let date = date.filter { $0 != "\"" && $0 != "\\" }
        content = ".TH \"\(title)\" \(section) \"\(date)\" \"Picket \(ProgramVersion.text)\"\n"
        self.section("name")
        content += filled("\(Self.escaped(name)) \\- \(Self.escaped(summary))")
    }

    package mutating func section(_ title: String) { content += ".SH \"\(Self.escaped(title.uppercased()))\"\n" }

    package mutating func subsection(_ title: String) { content += ".SS \"\(Self.escaped(title))\"\n" }

    /// Adds the calls of a command, a line each.
    package mutating func synopsis(_ invocations: [String], _ usage: String) {
        section("synopsis")
        for (number, invocation) in invocations.enumerated() {
            if number > 0 { content += ".br\n" }
            content += line("\\fB\(Self.escaped(invocation))\\fR" + (usage.isEmpty ? "" : " " + Self.escaped(usage)))
        }
    }

    /// Adds paragraphs. Lines that begin with a blank are an example, which is shown as it is.
    package mutating func paragraphs(_ body: String) {
        var isInExample = false
        // A section begins with its first paragraph by itself.
        var isFirst = true
        for text in body.split(separator: "\n") {
            let isExample = text.first == " "
            if isExample != isInExample {
                content += isExample ? (isFirst ? ".EX\n" : ".PP\n.EX\n") : ".EE\n"
                isInExample = isExample
            }
            if isExample {
                content += line(Self.escaped(String(text)))
            } else {
                content += (isFirst ? "" : ".PP\n") + filled(Self.marked(String(text)))
            }
            isFirst = false
        }
        if isInExample { content += ".EE\n" }
    }

    package mutating func entries(_ entries: [CommandPage.Entry]) {
        for entry in entries {
            let name = entry.parts.map { part in
                switch part {
                case .literal(let text): "\\fB\(Self.escaped(text))\\fR"
                case .value(let name): "\\fI\(Self.escaped(name))\\fR"
                }
            }
            content += ".TP\n\(line(name.joined(separator: " ")))\(filled(Self.marked(entry.summary)))"
        }
    }

    /// Adds what readers may want to read next.
    package mutating func seeAlso(_ pages: [(name: String, section: Int)]) {
        section("see also")
        content += line(
            pages.map { "\\fB\(Self.escaped($0.name))\\fR(\($0.section))" }.joined(separator: ",\n"))
    }

    // MARK: Roff

    /// A line of text: a full stop or an apostrophe at its start is not a request.
    private func line(_ text: String) -> String {
        ([".", "'"].contains { text.utf8.starts(with: $0.utf8) } ? "\\&" : "") + text + "\n"
    }

    /// Text in lines of at most 79 signs, which roff fills again.
    private func filled(_ text: String) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if !last.isEmpty, last.count + 1 + word.count > 79 {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] += (last.isEmpty ? "" : " ") + word
            }
        }
        return lines.map(line).joined()
    }

    /// Text in which what stands in backticks is bold.
    private static func marked(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().map { number, part in
            number % 2 == 0 ? escaped(String(part)) : "\\fB\(escaped(String(part)))\\fR"
        }.joined()
    }

    /// Text in which every sign stands for itself, also a hyphen, which a reader may copy.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "\"": result += "\\(dq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }
        }
        return result
    }
}
