import PicketRuntime

/// Reads what `JSONReport` writes.
package enum ReportReader {
    package static func report(_ bytes: [UInt8]) throws(ReportProblem) -> Report {
        let document: Value
        do throws(JSONProblem) {
            document = try Value(json: bytes)
        } catch {
            throw .notJSON(error)
        }
        let node = ReportNode(value: document, path: "")
        guard case .map = document, try node.member("schema")?.value == .string(JSONReport.schema) else {
            throw .otherSchema
        }
        return try Report(node)
    }
}

extension Report {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            mode: try node.choice("mode", Mode.self), title: try node.text("title"), version: try node.text("picket"),
            started: try node.text("started"), duration: try node.time("durationNanoseconds"),
            platform: try node.text("platform"), seed: try node.textIfThere("seed").flatMap { UInt64($0) },
            files: try node.list("files") { node throws(ReportProblem) in try FileReport(node) },
            changes: try node.list("changes") { node throws(ReportProblem) in try ChangeReport(node) })
        startedMilliseconds = CalendarTime.milliseconds(of: started)
        exitStatus = try node.integerIfThere("exitStatus", in: 0...255).map { Int($0) }
        shard = try node.member("shard").map { node throws(ReportProblem) in try ShardReport(node) }
    }
}

extension ShardReport {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        var others: [TestIdentity] = []
        for file in try node.elements("others") {
            let path = try file.text("file")
            for name in try file.elements("tests") { others.append(TestIdentity(file: path, name: try name.string())) }
        }
        self.init(parts: try node.list("parts") { node throws(ReportProblem) in try node.string() }, others: others)
    }
}

extension ChangeReport {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            name: try node.text("name"), change: try node.text("change"),
            fields: try node.list("fields") { node throws(ReportProblem) in try node.string() },
            step: try node.text("step"))
    }
}

extension FileReport {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            path: try node.text("path"), identity: try node.text("identity"), start: try node.time("startNanoseconds"),
            duration: try node.time("durationNanoseconds"),
            cases: try node.list("cases") { node throws(ReportProblem) in try CaseReport(node) })
    }
}

extension CaseReport {
    fileprivate init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            kind: try node.choice("kind", Kind.self), name: try node.text("name"),
            tags: try node.list("tags") { node throws(ReportProblem) in try node.string() },
            place: try Place.ifThere(node), state: try node.choice("state", State.self),
            reason: try node.text("reason"), start: try node.time("startNanoseconds"),
            duration: try node.time("durationNanoseconds"),
            activities: try node.list("activities") { node throws(ReportProblem) in try Activity(node) },
            failures: try node.list("failures") { node throws(ReportProblem) in try FailureReport(node) },
            repetition: Int(try node.integerIfThere("repetition", in: 0...1_000_000_000) ?? 0))
        attempts = try node.list("attempts") { node throws(ReportProblem) in try CaseReport(node) }
    }
}

extension Place {
    static func ifThere(_ node: ReportNode) throws(ReportProblem) -> Place? {
        guard let node = try node.member("place") else { return nil }
        let numbers: ClosedRange<Int64> = 1...Int64(Int32.max)
        return Place(
            file: try node.text("file"), line: Int(try node.integerIfThere("line", in: numbers) ?? 1),
            column: Int(try node.integerIfThere("column", in: numbers) ?? 1), text: try node.text("text"))
    }

    /// The place of something that always has one.
    static func known(_ node: ReportNode) throws(ReportProblem) -> Place {
        guard let place = try ifThere(node) else { throw node.problem("something with a `place`") }
        return place
    }
}

extension FailureReport {
    init(_ node: ReportNode) throws(ReportProblem) {
        self.init(
            kind: try node.text("kind"), code: try node.text("code"), message: try node.text("message"),
            place: try Place.ifThere(node))
        label = try node.text("label")
        lines = try node.list("excerpt") { node throws(ReportProblem) in
            Line(
                number: Int(try node.integerIfThere("number", in: 1...Int64(Int32.max)) ?? 1),
                before: try node.text("before"), focus: try node.text("focus"), after: try node.text("after"),
                isFault: try node.flag("fault"))
        }
        because = try node.textIfThere("because")
        expected = try node.textIfThere("expected")
        actual = try node.textIfThere("actual")
        differences = try node.list("differences") { node throws(ReportProblem) in
            Difference(
                readPath: try node.text("path"), expected: try node.textIfThere("expected"),
                actual: try node.textIfThere("actual"))
        }
        lacksAnswer = try node.flag("lacksAnswer")
        request = try node.text("request")
        response = try node.text("response")
        notes = try node.list("notes") { node throws(ReportProblem) in
            Note(try node.text("message"), isReason: try node.flag("reason"), place: try Place.ifThere(node))
        }
        help = try node.text("help")
        text = try node.text("text")
    }
}
