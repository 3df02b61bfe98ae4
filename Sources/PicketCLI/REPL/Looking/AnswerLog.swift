import PicketRuntime
import PicketSyntax
import Synchronization

/// The answers of a session, as they were shown, for `:find` and `:diff`. The oldest make room for new ones.
final class AnswerLog: Sendable {
    /// An answer, with the line that it belongs to.
    struct Answer: Sendable {
        let line: Shown<String>
        let time: Shown<String>
        let text: Shown<String>

        fileprivate var bytes: Int { 128 + line.content.utf8.count + text.content.utf8.count }
    }

    /// A connection as an answer showed it.
    struct Seen: Sendable {
        let time: Shown<String>
        let fields: Shown<ValueMap>
        fileprivate let bytes: Int
    }

    private struct State {
        var answers: [Answer] = []
        var bytes = 0
        var seen: [TextKey: Seen] = [:]
        var seenBytes = 0
    }

    private let state = Mutex(State())
    /// The bytes of all answers, and of all connections, that are kept.
    private let limit: Int
    private let clock: @Sendable () -> Shown<String>

    /// - Parameter clock: Returns the time of day.
    init(limit: Int = 4 << 20, clock: @escaping @Sendable () -> Shown<String>) {
        self.limit = limit
        self.clock = clock
    }

    /// Adds an answer. One that would take a quarter of the room is left out.
    func add(_ text: Shown<String>, of line: Shown<String>) {
        let answer = Answer(line: line, time: clock(), text: text)
        guard answer.bytes <= limit / 4 else { return }
        state.withLock { state in
            state.answers.append(answer)
            state.bytes += answer.bytes
            var dropped = 0
            while state.bytes > limit {
                state.bytes -= state.answers[dropped].bytes
                dropped += 1
            }
            state.answers.removeFirst(dropped)
        }
    }

    var answers: [Answer] { state.withLock { $0.answers } }

    /// Remembers how an answer to `show` shows a connection. Nothing is remembered if there is no room.
    func see(_ exchange: Exchange, by redactor: Redactor) {
        guard exchange.isSuccess, exchange.command.utf8.elementsEqual("show".utf8),
            case .map(let map) = exchange.responseBody, case .string(let name)? = map["name"]
        else { return }
        see(name, redactor.show(map))
    }

    func see(_ name: String, _ fields: Shown<ValueMap>) {
        let seen = Seen(time: clock(), fields: fields, bytes: 128 + 2 * fields.content.description.utf8.count)
        state.withLock { state in
            let key = TextKey(name)
            let bytes = state.seenBytes + seen.bytes - (state.seen[key]?.bytes ?? 0)
            guard bytes <= limit else { return }
            state.seenBytes = bytes
            state.seen[key] = seen
        }
    }

    func seen(_ name: String) -> Seen? { state.withLock { $0.seen[TextKey(name)] } }
}
