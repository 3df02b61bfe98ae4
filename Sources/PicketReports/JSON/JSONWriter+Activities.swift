import PicketRuntime
import PicketSyntax

extension JSONWriter {
    mutating func activity(_ activity: Activity) {
        object { json in
            switch activity {
            case .step(let step): json.step(step)
            case .command(let command):
                json.member("type", ActivityType.command.rawValue)
                json.commandMembers(command)
            case .held(let place):
                json.member("type", ActivityType.held.rawValue)
                json.place(place)
            case .failure(let failure):
                json.member("type", ActivityType.failure.rawValue)
                json.key("failure")
                json.failure(failure)
            case .attempt(let failure, let time):
                json.member("type", ActivityType.attempt.rawValue)
                json.key("failure")
                json.failure(failure)
                json.member("atNanoseconds", time)
            case .output(let text):
                json.member("type", ActivityType.output.rawValue)
                json.member("text", text)
            }
        }
    }

    private mutating func step(_ step: StepReport) {
        member("type", ActivityType.step.rawValue)
        member("name", step.name)
        place(step.place)
        member("failed", step.isFailed)
        span(step.start, step.duration)
        members("activities", step.activities) { $0.activity($1) }
    }

    mutating func commandMembers(_ command: CommandReport) {
        member("name", command.name)
        place(command.place)
        member("success", command.isSuccess)
        member("request", command.request)
        member("requestBody", BodyText.text(command.requestBody))
        if let status = command.status { member("status", Int64(status)) }
        members("headers", command.headers) { json, header in
            json.object {
                $0.member("name", header.name)
                $0.member("value", header.value)
            }
        }
        member("responseBody", BodyText.text(command.responseBody))
        member("error", command.error)
        member("change", command.change)
        span(command.start, command.duration)
    }

    mutating func failure(_ failure: FailureReport) {
        object { json in
            json.member("kind", failure.kind)
            json.member("code", failure.code)
            json.member("message", failure.message)
            json.place(failure.place)
            json.member("label", failure.label)
            json.members("excerpt", failure.lines) { json, line in
                json.object { json in
                    json.member("number", Int64(line.number))
                    json.member("before", line.before)
                    json.member("focus", line.focus)
                    json.member("after", line.after)
                    if line.isFault { json.member("fault", true) }
                }
            }
            json.member("because", failure.because)
            json.member("expected", failure.expected)
            json.member("actual", failure.actual)
            json.members("differences", failure.differences) { json, difference in
                json.object {
                    $0.member("path", difference.path)
                    $0.member("expected", difference.expected)
                    $0.member("actual", difference.actual)
                }
            }
            if failure.lacksAnswer { json.member("lacksAnswer", true) }
            json.member("request", failure.request)
            json.member("response", failure.response)
            json.members("notes", failure.notes) { json, note in
                json.object {
                    $0.member("message", note.message)
                    if note.isReason { $0.member("reason", true) }
                    $0.place(note.place)
                }
            }
            json.member("help", failure.help)
            json.member("text", failure.text)
        }
    }
}
