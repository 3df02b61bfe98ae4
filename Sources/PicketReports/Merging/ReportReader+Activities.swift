import PicketRuntime

extension Activity {
    init(_ node: ReportNode) throws(ReportProblem) {
        switch try node.choice("type", ActivityType.self) {
        case .step:
            var step = StepReport(
                name: try node.text("name"), place: try Place.known(node), start: try node.time("startNanoseconds"))
            step.isFailed = try node.flag("failed")
            step.duration = try node.time("durationNanoseconds")
            step.activities = try node.list("activities") { node throws(ReportProblem) in try Activity(node) }
            self = .step(step)
        case .command: self = .command(try CommandReport(node))
        case .held: self = .held(try Place.known(node))
        case .failure: self = .failure(try Self.failure(node))
        case .attempt: self = .attempt(try Self.failure(node), at: try node.time("atNanoseconds"))
        case .output: self = .output(try node.text("text"))
        }
    }

    private static func failure(_ node: ReportNode) throws(ReportProblem) -> FailureReport {
        guard let failure = try node.member("failure") else { throw node.problem("something with a `failure`") }
        return try FailureReport(failure)
    }
}

/// The word of an activity's kind in a JSON report.
enum ActivityType: String {
    case step, command, held, failure, attempt, output
}

extension CommandReport {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            name: try node.text("name"), place: try Place.known(node), start: try node.time("startNanoseconds"),
            duration: try node.time("durationNanoseconds"),
            status: try node.integerIfThere("status", in: 0...999).map { Int($0) })
        isSuccess = try node.flag("success")
        request = try node.text("request")
        // Bodies are texts in a report: they were cut where they are too long.
        requestBody = try node.textIfThere("requestBody").map { .string($0) } ?? .null
        headers = try node.list("headers") { node throws(ReportProblem) in
            Response.Header(try node.text("name"), try node.text("value"))
        }
        responseBody = try node.textIfThere("responseBody").map { .string($0) } ?? .null
        error = try node.text("error")
        change = try node.text("change")
    }
}
