package import PicketRuntime
import PicketSyntax

extension FileCollector {
    /// Handles the next event.
    package mutating func take(_ timed: TimedEvent) {
        let time = timed.time
        switch timed.event {
        case .printed(let text), .shown(let text): add(.output(text))
        case .stepStarted(let name, let location): startStep(name, location, at: time)
        case .stepEnded(_, let failed): endStep(failed: failed, at: time)
        case .testStarted(let name, let tags, let location):
            current = CaseReport(
                kind: .test, name: name, tags: tags, place: sources.linePlace(location), start: time,
                repetition: outside.repetition)
        case .testEnded(_, let result): endTest(result, at: time)
        case .commandStarted: commandStart = time
        case .commandEnded(let exchange):
            add(.command(CommandReport(exchange, at: time, sources: &sources)))
        case .held(let location): add(.held(sources.place(location)))
        case .recorded(let failure): record(failure)
        case .attemptFailed(let failure):
            add(.attempt(FailureReport(failure, sources: &sources, renderer: renderer), at: time))
        }
    }

    private mutating func add(_ activity: Activity) {
        if !steps.isEmpty {
            steps[steps.count - 1].activities.add(activity)
        } else if current != nil {
            current?.activities.add(activity)
        } else {
            outside.activities.add(activity)
        }
    }

    // MARK: Steps

    /// Starts a step. A step outside of tests is its own case, and a step in a test is an activity.
    private mutating func startStep(_ name: String, _ location: SourceLocation, at time: Int64) {
        depth += 1
        let place = sources.linePlace(location)
        if current == nil, outside.kind == .script {
            current = CaseReport(kind: .step, name: name, place: place, start: time, repetition: outside.repetition)
        } else {
            steps.append(StepReport(name: name, place: place, start: time))
        }
    }

    private mutating func endStep(failed: Bool, at time: Int64) {
        depth -= 1
        if var step = steps.popLast() {
            step.duration = max(0, time - step.start)
            step.isFailed = failed
            add(.step(step))
        } else if let item = current {
            close(item, at: time)
            unexplained = failed && item.failures.isEmpty ? file.cases.count - 1 : nil
        }
    }

    // MARK: Tests

    private mutating func endTest(_ result: TestResult, at time: Int64) {
        guard var item = current else { return }
        switch result {
        case .passed: break
        case .skipped(let reason):
            item.state = .skipped
            item.reason = reason
        case .failed(let failure):
            // For a test whose checks failed, this is the first of these failures, which was reported before.
            let report = FailureReport(failure, sources: &sources, renderer: renderer)
            if !item.failures.contains(report) { item.fail(report) }
        }
        close(item, at: time)
    }

    mutating func close(_ item: CaseReport, at time: Int64) {
        var item = item
        while var step = steps.popLast() {
            step.duration = max(0, time - step.start)
            step.isFailed = true
            steps.isEmpty
                ? item.activities.append(.step(step)) : steps[steps.count - 1].activities.append(.step(step))
        }
        item.duration = max(0, time - item.start)
        if !item.failures.isEmpty { item.state = .failed }
        item.attempts = earlierAttempts(of: item)
        file.cases.append(item)
        current = nil
    }

    private mutating func record(_ failure: Failure) {
        let report = FailureReport(failure, sources: &sources, renderer: renderer)
        add(.failure(report))
        if current != nil {
            current?.failures.append(report)
        } else {
            outside.failures.append(report)
            outside.state = .failed
        }
    }
}
