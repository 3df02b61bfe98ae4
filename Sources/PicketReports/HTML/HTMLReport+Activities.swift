import PicketRuntime
import PicketSyntax

/// Writes the rows of a waterfall.
extension HTMLReport {
    mutating func write(_ activity: Activity, in window: Window, depth: Int) {
        switch activity {
        case .step(let step): write(step, in: window, depth: depth)
        case .command(let command): write(command, in: window, depth: depth)
        case .held(let place): note("held", place, place.text, depth: depth)
        case .failure(let failure):
            note("broken", failure.place, failure.message, depth: depth)
        case .attempt(let failure, _):
            note("attempt", failure.place, "again: \(failure.message)", depth: depth)
        case .output(let output):
            text.raw("<pre class=\"output\" style=\"--depth:\(depth)\">")
            text.markup(BodyText.cut(output, HTMLReport.bodyLimit))
            text.line("</pre>")
        }
    }

    private mutating func write(_ step: StepReport, in window: Window, depth: Int) {
        text.raw("<div class=\"row step\(step.isFailed ? " failed" : "")\" style=\"--depth:\(depth)\">")
        lineNumber(step.place)
        element("span", "label", step.name)
        text.raw("<span></span>")
        track(step.start, step.duration, in: window)
        text.line("</div>")
        for activity in step.activities { write(activity, in: window, depth: depth + 1) }
    }

    private mutating func write(_ command: CommandReport, in window: Window, depth: Int) {
        let state = command.isSuccess ? "" : " odd"
        text.raw("<details class=\"command\(state)\" style=\"--depth:\(depth)\"><summary class=\"row\">")
        lineNumber(command.place)
        element("code", "label", command.place.text.isEmpty ? command.name : command.place.text)
        element(
            "span", "status s\((command.status ?? 0) / 100)", command.status.map(String.init) ?? statusWord(command))
        track(command.start, command.duration, in: window)
        text.raw("</summary>")
        exchange(command)
        text.line("</details>")
    }

    private func statusWord(_ command: CommandReport) -> String {
        if !command.error.isEmpty { return "none" }
        return command.change.isEmpty ? "done" : command.change
    }

    private mutating func note(_ className: String, _ place: Place?, _ content: String, depth: Int) {
        text.raw("<div class=\"row \(className)\" style=\"--depth:\(depth)\">")
        if let place { lineNumber(place) } else { text.raw("<span class=\"at\"></span>") }
        text.raw("<span class=\"label\">")
        if className == "held" { text.markup(content) } else { sentence(content) }
        text.line("</span></div>")
    }

    private mutating func lineNumber(_ place: Place) {
        element("span", "at", String(place.line))
    }

    private mutating func track(_ start: Int64, _ duration: Int64, in window: Window) {
        let left = HTMLReport.percent(start - window.start, of: window.length)
        let width = HTMLReport.percent(duration, of: window.length)
        text.raw("<span class=\"track\"><i style=\"left:min(")
        text.markup(left)
        text.raw(",99%);width:max(")
        text.markup(width)
        text.raw(",3px)\"></i></span>")
        element("span", "time", DurationText.short(duration))
    }

    // MARK: Requests and responses

    private mutating func exchange(_ command: CommandReport) {
        text.raw("<div class=\"exchange\"><div><h3>Request</h3>")
        element("p", "line", command.request.isEmpty ? "nothing was sent" : command.request)
        payload(command.requestBody)
        text.raw("</div><div><h3>Response</h3>")
        element("p", "line", command.error.isEmpty ? command.result : command.error)
        if !command.headers.isEmpty {
            text.raw("<details class=\"headers\"><summary>\(command.headers.count) headers</summary><dl>")
            for header in command.headers {
                element("dt", "", header.name)
                element("dd", "", header.value)
            }
            text.raw("</dl></details>")
        }
        payload(command.responseBody)
        text.raw("</div></div>")
    }

    private mutating func payload(_ content: Value) {
        guard content != .null else { return }
        text.raw("<pre class=\"payload\">")
        text.markup(BodyText.text(content, limit: HTMLReport.bodyLimit))
        text.raw("</pre>")
    }
}
