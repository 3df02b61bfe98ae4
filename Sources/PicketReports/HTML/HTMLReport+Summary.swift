import PicketSyntax

/// Writes the top of the page: the result, the numbers, a square for every case, and the filters.
extension HTMLReport {
    mutating func summary() {
        text.line("<header class=\"top \(totals.failed > 0 ? "failed" : "passed")\">")
        text.raw("<div class=\"masthead\">\(HTMLReport.mark)<span class=\"brand\">picket</span>")
        text.raw("<span class=\"meta\">")
        text.markup(facts.joined(separator: "  ·  "))
        text.line("</span></div>")
        text.line("<div class=\"verdict\">")
        ring(totals)
        text.raw("<div class=\"headline\">")
        element("p", "title", report.title)
        element("h1", "", headline(totals))
        text.line("</div>")
        tiles(totals)
        text.line("</div>")
        map()
        text.line("</header>")
    }

    private var facts: [String] {
        var facts: [String] = []
        if !report.started.isEmpty { facts.append(HTMLReport.moment(report.started)) }
        if !report.platform.isEmpty { facts.append(report.platform) }
        return facts
    }

    /// Returns a time such as `2026-10-12 04:05:06 UTC`.
    private static func moment(_ text: String) -> String {
        let parts = text.split(separator: "T")
        guard parts.count == 2, text.hasSuffix("Z") else { return text }
        return "\(parts[0]) \(parts[1].prefix(8)) UTC"
    }

    private func headline(_ totals: Totals) -> String {
        let noun = report.mode == .test ? "test" : "step"
        if totals.cases == 0 { return "No \(noun)s ran" }
        if totals.failed > 0 {
            return "\(HTMLReport.number(totals.failed)) of \(HTMLReport.number(totals.cases)) failed"
        }
        if totals.passed == 0 { return "All skipped" }
        if totals.flaky > 0 {
            return "\(HTMLReport.number(totals.passed)) passed, \(HTMLReport.number(totals.flaky)) of them flaky"
        }
        if totals.cases == 1 { return "It passed" }
        return totals.skipped == 0
            ? "All \(HTMLReport.number(totals.cases)) passed"
            : "\(HTMLReport.number(totals.passed)) passed, none failed"
    }

    /// Draws the share of each state as an arc; 100 is the full circle.
    private mutating func ring(_ totals: Totals) {
        // Attributes also work where a server forbids style sheets, as Jenkins does.
        text.raw("<svg class=\"ring\" width=\"108\" height=\"108\" viewBox=\"0 0 42 42\" fill=\"none\" ")
        text.raw("stroke-width=\"4.2\" role=\"img\" aria-label=\"")
        text.raw("\(totals.passed) passed, \(totals.failed) failed, \(totals.skipped) skipped\">")
        text.raw("<circle class=\"track\" stroke=\"#e2e6eb\" cx=\"21\" cy=\"21\" r=\"15.9155\"/>")
        var start = 0.0
        for state in [CaseReport.State.failed, .skipped, .passed] {
            let share = Double(totals.count(state)) * 100 / Double(max(1, totals.cases))
            guard share > 0 else { continue }
            let colour = [.passed: "#117541", .failed: "#c22935"][state] ?? "#805805"
            text.raw("<circle class=\"\(state.rawValue)\" stroke=\"\(colour)\" cx=\"21\" cy=\"21\" r=\"15.9155\" ")
            text.raw("stroke-dasharray=\"\(rounded(share)) \(rounded(100 - share))\" ")
            text.raw("stroke-dashoffset=\"\(rounded(25 - start))\"/>")
            start += share
        }
        let passed = totals.cases == 0 ? 0 : totals.passed * 100 / totals.cases
        text.raw(
            "<text x=\"21\" y=\"21.2\" fill=\"currentColor\" stroke=\"none\" font-size=\"10.5\" text-anchor=\"middle\">\(passed)<tspan>%</tspan></text></svg>"
        )
    }

    private func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }

    private mutating func tiles(_ totals: Totals) {
        let tiles = [
            ("passed", HTMLReport.number(totals.passed), "passed"),
            ("failed", HTMLReport.number(totals.failed), "failed"),
            ("skipped", HTMLReport.number(totals.skipped), "skipped"),
            ("", HTMLReport.number(totals.commands), "commands"),
            ("", DurationText.short(report.duration), "duration"),
        ]
        text.raw("<dl class=\"tiles\">")
        for (className, value, name) in tiles {
            let shown = value == "0" ? "none" : className
            text.raw("<div class=\"\(shown)\"><dt>\(name)</dt><dd>\(value)</dd></div>")
        }
        text.line("</dl>")
    }

    /// Writes a square for each case, in order, to show where the failures are.
    private mutating func map() {
        let cases = report.files.flatMap(\.cases)
        guard cases.count > 1 else { return }
        guard cases.count <= HTMLReport.linkLimit else { return drawing(of: cases) }
        text.raw("<nav class=\"map\" aria-label=\"All cases\">")
        for (number, item) in cases.enumerated() {
            text.raw("<a class=\"\(item.state.rawValue)\" tabindex=\"-1\"")
            text.attribute("href", "#\(anchors[number])")
            text.attribute("title", item.title)
            text.raw("></a>")
        }
        text.line("</nav>")
    }

    /// Writes a canvas for many cases, since a browser is slow with thousands of links. The page's script draws the
    /// squares and finds the one under the pointer.
    private mutating func drawing(of cases: [CaseReport]) {
        text.raw("<canvas class=\"map\" id=\"map\" role=\"img\" aria-label=\"All cases\" data-states=\"")
        text.raw(String(cases.map { $0.state.rawValue.first ?? "p" }))
        text.line("\"></canvas>")
    }

    mutating func toolbar() {
        text.line("<div class=\"toolbar\" role=\"search\"><label class=\"search\"><span>Search</span>")
        text.line(
            "<input id=\"search\" type=\"search\" placeholder=\"Search names and files\" autocomplete=\"off\"></label>")
        text.raw("<div class=\"chips\" id=\"states\" role=\"group\" aria-label=\"State\">")
        let chips = [
            ("", "All", totals.cases), ("failed", "Failed", totals.failed), ("passed", "Passed", totals.passed),
            ("skipped", "Skipped", totals.skipped),
        ]
        for (state, name, count) in chips {
            text.raw("<button class=\"\(state)\" data-state=\"\(state)\" aria-pressed=\"\(state.isEmpty)\">")
            text.raw("\(name) <b>\(HTMLReport.number(count))</b></button>")
        }
        text.line("</div>")
        let tags = report.tags
        if !tags.isEmpty {
            text.raw("<div class=\"chips tags\" id=\"tags\" role=\"group\" aria-label=\"Tags\">")
            for tag in tags {
                text.raw("<button")
                text.attribute("data-tag", tag)
                text.raw(" aria-pressed=\"false\">")
                text.markup(tag)
                text.raw("</button>")
            }
            text.line("</div>")
        }
        text.raw("<span class=\"count\" id=\"count\" role=\"status\"></span>")
        text.raw("<div class=\"chips\"><button id=\"unfold\">Unfold all</button>")
        text.line("<button id=\"theme\" title=\"Light or dark\" aria-label=\"Light or dark\">◐</button></div></div>")
    }

    /// The logo: three pickets of a fence.
    private static let mark = """
        <svg class="mark" width="18" height="18" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 22V7l2.5-4L8 7v15zM9.500 22V7L12 3l2.500 \
        4v15zM16 22V7l2.500-4L21 7v15z"/><path d="M1 10h22v2.600H1zM1 16.400h22V19H1z"/></svg>
        """
}
