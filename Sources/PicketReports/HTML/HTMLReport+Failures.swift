/// Writes a failure: the place, the expected and the actual value.
extension HTMLReport {
    mutating func write(_ failure: FailureReport) {
        text.raw("<section class=\"failure\"><header><h3>")
        sentence(failure.message)
        text.raw("</h3>")
        // The script's reason is shown beside the message.
        for note in failure.notes where note.isReason { element("p", "because", note.message) }
        element("p", "code", failure.code)
        text.raw("</header>")
        source(failure)
        versus(failure)
        differences(failure.differences)
        if !failure.request.isEmpty || !failure.response.isEmpty { answer(failure) }
        for note in failure.notes where !note.isReason {
            text.raw("<p class=\"note\">")
            sentence(note.message)
            if let place = note.place { element("span", "where", place.description) }
            text.raw("</p>")
        }
        if !failure.help.isEmpty {
            text.raw("<p class=\"help\">")
            sentence(failure.help)
            text.raw("</p>")
        }
        text.line("</section>")
    }

    private mutating func source(_ failure: FailureReport) {
        guard let place = failure.place, !failure.lines.isEmpty else { return }
        text.raw("<figure class=\"source\">")
        element("figcaption", "", place.description)
        text.raw("<pre>")
        let lastFault = failure.lines.last { $0.isFault }?.number
        for line in failure.lines {
            text.raw("<span class=\"\(line.isFault ? "l fault" : "l")\"><b>\(line.number)</b>")
            text.markup(line.before)
            if line.isFault { element("mark", "", line.focus) }
            text.markup(line.after)
            if line.number == lastFault, !failure.label.isEmpty { element("em", "", failure.label) }
            text.raw("\n</span>")
        }
        text.raw("</pre></figure>")
    }

    private mutating func versus(_ failure: FailureReport) {
        guard failure.expected != nil || failure.actual != nil else { return }
        text.raw("<dl class=\"versus\">")
        for (name, value) in [("expected", failure.expected), ("actual", failure.actual)] {
            guard let value else { continue }
            text.raw("<div class=\"\(name)\"><dt>\(name)</dt>")
            element("dd", "", value)
            text.raw("</div>")
        }
        text.raw("</dl>")
    }

    private mutating func differences(_ differences: [FailureReport.Difference]) {
        guard !differences.isEmpty else { return }
        text.raw(
            "<table class=\"diff\"><thead><tr><th>Where they differ</th><th>Expected</th><th>Actual</th></tr></thead>")
        text.raw("<tbody>")
        for difference in differences {
            text.raw("<tr>")
            element("td", "", difference.path.isEmpty ? "the whole" : difference.path)
            cell("expected", difference.expected)
            cell("actual", difference.actual)
            text.raw("</tr>")
        }
        text.raw("</tbody></table>")
    }

    private mutating func cell(_ className: String, _ value: String?) {
        if let value { element("td", className, value) } else { element("td", "absent", "nothing") }
    }

    private mutating func answer(_ failure: FailureReport) {
        text.raw("<dl class=\"answer\">")
        for (name, value) in [("request", failure.request), ("response", failure.response)] where !value.isEmpty {
            text.raw("<dt>\(name)</dt>")
            element("dd", "", value)
        }
        text.raw("</dl>")
    }
}
