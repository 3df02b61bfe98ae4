package import PicketRuntime
import PicketSyntax

/// A self-contained page that needs no network and no other file, and that can be read without scripts.
///
/// The summary and the failures come first. Each case unfolds to its steps with requests, responses and a timing
/// waterfall. Filters, keys and the theme belong to the page's own script. A page of thousands of tests still opens at
/// once: bodies are cut at `bodyLimit` (the JSON report has more of them), and beyond `deferralLimit` cases the script
/// builds folded content only when needed, from data without repetitions.
package struct HTMLReport {
    /// The longest shown body, in bytes.
    static let bodyLimit = 8 << 10
    static let usualDeferralLimit = 300
    /// Above this number of cases the map is a drawing and not a list of links.
    static let linkLimit = 400

    let report: Report
    let totals: Totals
    let deferralLimit: Int
    var text = ReportText()
    /// The bodies that the page's script builds when they are unfolded.
    var folded = FoldedBodies()
    /// The number of the current case over all files, for its anchor.
    var caseNumber = 0
    /// The anchors of the cases, by their numbers.
    let anchors: [String]
    /// The duration of the longest case, which is the full length of a case's bar.
    let longest: Int64

    package static func bytes(_ report: Shown<Report>) -> [UInt8] {
        bytes(report, deferralLimit: usualDeferralLimit)
    }

    static func bytes(_ report: Shown<Report>, deferralLimit: Int) -> [UInt8] {
        var page = HTMLReport(report.content, deferralLimit: deferralLimit)
        page.write()
        return page.text.bytes
    }

    private init(_ report: Report, deferralLimit: Int) {
        self.report = report
        self.deferralLimit = deferralLimit
        totals = report.totals
        anchors = HTMLReport.anchors(of: report)
        longest = max(1, report.files.flatMap(\.cases).map(\.duration).max() ?? 1)
    }

    private mutating func write() {
        head()
        text.line("<body><a class=\"skip\" href=\"#cases\">Skip to the cases</a>")
        summary()
        toolbar()
        text.line("<main id=\"cases\">")
        for file in report.files { section(file) }
        text.line("<p class=\"nothing\" hidden>Nothing matches these filters.</p></main>")
        footer()
        keys()
        foldedBodies()
        text.line("<script nonce=\"picket\">\(PageScript.text)</script></body></html>")
    }

    private mutating func foldedBodies() {
        guard !folded.isEmpty else { return }
        text.raw("<script type=\"application/json\" id=\"bodies\">")
        text.append(folded.json)
        text.line("</script>")
    }

    private mutating func head() {
        text.line("<!DOCTYPE html>")
        text.line("<html lang=\"en\"><head><meta charset=\"utf-8\">")
        // The page loads nothing, and only its own script runs, whatever a name or a body contains.
        text.line(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "script-src 'nonce-picket'; img-src data:; base-uri 'none'; form-action 'none'\">")
        text.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        text.line("<meta name=\"color-scheme\" content=\"light dark\">")
        text.raw("<title>\(totals.failed > 0 ? "✗" : "✓") ")
        text.markup(report.title)
        text.line("</title>")
        text.line("<link rel=\"icon\" href=\"data:,\">")
        text.line("<style>\(Stylesheet.page)\(Stylesheet.cases)</style></head>")
    }

    private mutating func footer() {
        text.raw("<footer>")
        if let seed = report.seed { text.raw("<span>seed \(seed)</span>") }
        text.raw("<span>picket ")
        text.markup(report.version)
        text.line("</span><span><kbd>?</kbd> shows the keys</span></footer>")
    }

    private mutating func keys() {
        let rows = [
            ("/", "search"), ("j k", "next, previous case"), ("n", "next failure"), ("Enter", "unfold"),
            ("e", "unfold or fold all that is shown"), ("1 2 3 4", "all, failed, passed, skipped"), ("t", "theme"),
        ]
        text.raw("<dialog id=\"keys\"><h2>Keys</h2><dl>")
        for (key, meaning) in rows {
            let caps = key.split(separator: " ").map { "<kbd>\($0)</kbd>" }.joined(separator: " ")
            text.raw("<dt>\(caps)</dt><dd>\(meaning)</dd>")
        }
        text.line("</dl><form method=\"dialog\"><button>Close</button></form></dialog>")
    }

    // MARK: Pieces

    /// Writes `<name class="…">text</name>` with the text escaped.
    mutating func element(_ name: String, _ className: String, _ content: String) {
        text.raw(className.isEmpty ? "<\(name)>" : "<\(name) class=\"\(className)\">")
        text.markup(content)
        text.raw("</\(name)>")
    }

    /// Writes a sentence in which backticks mark code.
    mutating func sentence(_ content: String) {
        var isCode = false
        let parts = content.split(separator: "`", omittingEmptySubsequences: false)
        // A single backtick has no meaning.
        guard parts.count % 2 == 1 else { return text.markup(content) }
        for part in parts {
            if isCode { text.raw("<code>") }
            text.markup(String(part))
            if isCode { text.raw("</code>") }
            isCode.toggle()
        }
    }

    /// Returns a number such as `12,345`.
    static func number(_ value: Int) -> String {
        let digits = String(value)
        var result = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    /// Returns a percentage with two decimals, which is exact enough for a bar.
    static func percent(_ part: Int64, of whole: Int64) -> String {
        let ratio = Double(max(0, part)) / Double(max(1, whole))
        let hundredths = Int((min(1, ratio) * 10_000).rounded())
        return "\(hundredths / 100).\(DurationText.padded(Int64(hundredths % 100), to: 2))%"
    }
}
