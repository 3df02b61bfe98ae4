package import PicketRuntime

/// Hides secrets in every text of a report before people see it.
extension Report: Showable {
    package func shown(by redactor: Redaction) -> Report {
        var shown = self
        shown.title = redactor.redact(title)
        shown.platform = redactor.redact(platform)
        shown.files = files.shown(by: redactor)
        shown.changes = changes.shown(by: redactor)
        shown.shard?.others = (shard?.others ?? []).map {
            TestIdentity(file: redactor.redact($0.file), name: redactor.redact($0.name))
        }
        return shown
    }
}

extension ChangeReport: Showable {
    package func shown(by redactor: Redaction) -> ChangeReport {
        var shown = self
        shown.name = redactor.redact(name)
        shown.step = redactor.redact(step)
        return shown
    }
}

extension FileReport: Showable {
    package func shown(by redactor: Redaction) -> FileReport {
        var shown = self
        shown.path = redactor.redact(path)
        shown.identity = redactor.redact(identity)
        shown.cases = cases.shown(by: redactor)
        return shown
    }
}

extension CaseReport: Showable {
    package func shown(by redactor: Redaction) -> CaseReport {
        var shown = self
        shown.name = redactor.redact(name)
        shown.tags = tags.shown(by: redactor)
        shown.place = place.shown(by: redactor)
        shown.reason = redactor.redact(reason)
        shown.activities = activities.shown(by: redactor)
        shown.failures = failures.shown(by: redactor)
        shown.attempts = attempts.shown(by: redactor)
        return shown
    }
}

extension Place: Showable {
    package func shown(by redactor: Redaction) -> Place {
        Place(file: redactor.redact(file), line: line, column: column, text: redactor.redact(text))
    }
}

extension Activity: Showable {
    package func shown(by redactor: Redaction) -> Activity {
        switch self {
        case .step(let step): .step(step.shown(by: redactor))
        case .command(let command): .command(command.shown(by: redactor))
        case .held(let place): .held(place.shown(by: redactor))
        case .failure(let failure): .failure(failure.shown(by: redactor))
        case .attempt(let failure, let time): .attempt(failure.shown(by: redactor), at: time)
        case .output(let text): .output(redactor.redact(text))
        }
    }
}

extension StepReport: Showable {
    package func shown(by redactor: Redaction) -> StepReport {
        var shown = self
        shown.name = redactor.redact(name)
        shown.place = place.shown(by: redactor)
        shown.activities = activities.shown(by: redactor)
        return shown
    }
}

extension CommandReport: Showable {
    package func shown(by redactor: Redaction) -> CommandReport {
        var shown = self
        shown.place = place.shown(by: redactor)
        shown.request = redactor.redact(request)
        shown.requestBody = requestBody.shown(by: redactor)
        shown.headers = headers.shown(by: redactor)
        shown.responseBody = responseBody.shown(by: redactor)
        shown.error = redactor.redact(error)
        shown.change = redactor.redact(change)
        return shown
    }
}
