import PicketRuntime
import PicketSyntax

/// The last look at every text before it is written: a secret may have become known after the text was made.
extension Report {
    mutating func redact(_ redactor: Redactor) {
        title = redactor.redact(title)
        platform = redactor.redact(platform)
        for index in files.indices { files[index].redact(redactor) }
    }
}

extension FileReport {
    mutating func redact(_ redactor: Redactor) {
        path = redactor.redact(path)
        for index in cases.indices { cases[index].redact(redactor) }
    }
}

extension CaseReport {
    fileprivate mutating func redact(_ redactor: Redactor) {
        name = redactor.redact(name)
        tags = tags.map(redactor.redact)
        place?.redact(redactor)
        reason = redactor.redact(reason)
        for index in activities.indices { activities[index].redact(redactor) }
        for index in failures.indices { failures[index].redact(redactor) }
    }
}

extension Place {
    mutating func redact(_ redactor: Redactor) {
        file = redactor.redact(file)
        text = redactor.redact(text)
    }
}

extension Activity {
    fileprivate mutating func redact(_ redactor: Redactor) {
        switch self {
        case .step(var step):
            step.name = redactor.redact(step.name)
            step.place.redact(redactor)
            for index in step.activities.indices { step.activities[index].redact(redactor) }
            self = .step(step)
        case .command(var command):
            command.redact(redactor)
            self = .command(command)
        case .held(var place):
            place.redact(redactor)
            self = .held(place)
        case .failure(var failure):
            failure.redact(redactor)
            self = .failure(failure)
        case .attempt(var failure, let time):
            failure.redact(redactor)
            self = .attempt(failure, at: time)
        case .output(let text): self = .output(redactor.redact(text))
        }
    }
}

extension CommandReport {
    mutating func redact(_ redactor: Redactor) {
        place.redact(redactor)
        request = redactor.redact(request)
        requestBody = requestBody.redacted(by: redactor)
        responseBody = responseBody.redacted(by: redactor)
        error = redactor.redact(error)
        change = redactor.redact(change)
        for index in headers.indices { headers[index].value = redactor.redact(headers[index].value) }
    }
}

extension Value {
    /// With no secret in any of its texts or keys.
    fileprivate func redacted(by redactor: Redactor) -> Value {
        switch self {
        case .secret: return .string(Mask.text)
        case .string(let text): return .string(redactor.redact(text))
        case .list(let elements): return .list(elements.map { $0.redacted(by: redactor) })
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) {
                result[redactor.redact(key)] = value.redacted(by: redactor)
            }
            return .map(result)
        case .integer, .float:
            let text = description
            return redactor.redact(text) == text ? self : .string(Mask.text)
        default: return self
        }
    }
}

extension FailureReport {
    mutating func redact(_ redactor: Redactor) {
        message = redactor.redact(message)
        label = redactor.redact(label)
        place?.redact(redactor)
        for index in lines.indices { lines[index].redact(redactor) }
        expected = expected.map(redactor.redact)
        actual = actual.map(redactor.redact)
        for index in differences.indices {
            differences[index].path = redactor.redact(differences[index].path)
            differences[index].expected = differences[index].expected.map(redactor.redact)
            differences[index].actual = differences[index].actual.map(redactor.redact)
        }
        request = redactor.redact(request)
        response = redactor.redact(response)
        for index in notes.indices {
            notes[index].message = redactor.redact(notes[index].message)
            notes[index].place?.redact(redactor)
        }
        help = redactor.redact(help)
        text = redactor.redact(text)
    }
}

extension FailureReport.Line {
    /// A secret may begin in one part and end in the next: then the whole line is one part.
    fileprivate mutating func redact(_ redactor: Redactor) {
        let whole = before + focus + after
        let shown = redactor.redact(whole)
        guard shown != whole else { return }
        let parts = [before, focus, after].map(redactor.redact)
        if parts.joined() == shown {
            (before, focus, after) = (parts[0], parts[1], parts[2])
        } else {
            (before, focus, after) = ("", shown, "")
        }
    }
}
