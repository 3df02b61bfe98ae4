import PicketSyntax

/// Writes files and their cases.
extension HTMLReport {
    mutating func section(_ file: FileReport) {
        let totals = file.totals
        text.raw("<section class=\"file\"><h2>")
        element("span", "path", file.path)
        for state in CaseReport.State.allCases where totals.count(state) > 0 {
            text.raw(
                "<span class=\"n \(state.rawValue)\">\(HTMLReport.number(totals.count(state))) \(state.rawValue)</span>"
            )
        }
        text.line("<span class=\"time\">\(DurationText.short(file.duration))</span></h2><div class=\"list\">")
        for item in file.cases { write(item) }
        text.line("</div></section>")
    }

    private mutating func write(_ item: CaseReport) {
        text.raw("<details class=\"case \(item.state.rawValue)\" id=\"c\(caseNumber)\"")
        text.raw(" data-state=\"\(item.state.rawValue)\"")
        if !item.isCounted { text.raw(" data-aside") }
        if !item.tags.isEmpty { text.attribute("data-tags", item.tags.joined(separator: "\n")) }
        // A few failures are open at once, because they are what the reader looks for.
        if item.state == .failed, totals.failed <= 3 { text.raw(" open") }
        text.raw(">")
        heading(item)
        if defers(item) {
            fold(item)
        } else {
            text.raw("<div class=\"body\">")
            body(of: item)
            text.raw("</div>")
        }
        text.line("</details>")
        caseNumber += 1
    }

    private mutating func fold(_ item: CaseReport) {
        let page = text
        text = ReportText(keepsSeams: true)
        body(of: item)
        folded.add(text, of: caseNumber)
        text = page
    }

    /// Whether the page's script builds the body only when it is unfolded, since a browser is slow with a hundred
    /// thousand rows.
    private func defers(_ item: CaseReport) -> Bool {
        guard totals.cases > deferralLimit else { return false }
        return item.state != .failed || totals.failed > deferralLimit
    }

    private mutating func body(of item: CaseReport) {
        if !item.reason.isEmpty {
            text.raw("<p class=\"reason\">\(item.state == .skipped ? "Skipped" : "Not begun"): ")
            sentence(item.reason)
            text.raw("</p>")
        }
        for failure in item.failures { write(failure) }
        flow(item)
        for (number, attempt) in item.attempts.enumerated() {
            element("p", "reason", "Attempt \(number + 1) of \(item.attempt) failed")
            for failure in attempt.failures { write(failure) }
        }
        if let place = item.place { element("p", "where", place.description) }
    }

    private mutating func heading(_ item: CaseReport) {
        text.raw("<summary><span class=\"icon\" role=\"img\" aria-label=\"\(item.state.rawValue)\"></span>")
        text.raw("<span class=\"what\">")
        text.raw("<span class=\"name\"")
        text.attribute("id", anchors[caseNumber])
        text.raw(">")
        text.markup(item.title)
        text.raw("</span>")
        if item.kind != .test { element("span", "kind", item.kind.rawValue) }
        if item.isFlaky { element("span", "kind", "flaky") }
        for tag in item.tags { element("span", "tag", tag) }
        if let failure = item.failures.first {
            text.raw("<span class=\"why\">")
            sentence(failure.message)
            text.raw("</span>")
        }
        text.raw("</span>")
        text.raw("<span class=\"length\" style=\"--share:\(HTMLReport.percent(item.duration, of: longest))\"></span>")
        text.line("<span class=\"time\">\(DurationText.short(item.duration))</span></summary>")
    }

    /// Returns the anchors of the cases, in order. A link keeps leading to its test in the page of a later run.
    static func anchors(of report: Report) -> [String] {
        var counts: [String: Int] = [:]
        return report.files.flatMap { file in
            file.cases.map { item in
                var name = "case-"
                for byte in "\(file.identity)-\(item.title)".utf8 {
                    let isPlain = byte >= 0x80 || isWord(byte)
                    if isPlain { name.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : "_") }
                    if !isPlain, name.utf8.last != UInt8(ascii: "-") { name += "-" }
                }
                let count = counts[name, default: 0] + 1
                counts[name] = count
                return count == 1 ? name : "\(name)-\(count)"
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Writes the activities of a case on its time axis.
    private mutating func flow(_ item: CaseReport) {
        guard !item.activities.isEmpty else { return }
        let window = Window(start: item.start, length: max(1, item.duration))
        text.raw("<div class=\"flow\"><div class=\"axis\"><div><span>0</span>")
        for moment in [item.duration / 2, item.duration] { element("span", "", DurationText.short(moment)) }
        text.line("</div></div>")
        for activity in item.activities { write(activity, in: window, depth: 0) }
        text.line("</div>")
    }

    /// The time span that a waterfall shows.
    struct Window {
        var start: Int64
        var length: Int64
    }
}
