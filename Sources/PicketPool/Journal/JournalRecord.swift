import PicketRuntime
import PicketSyntax
import PicketSystem

/// A write in a journal, for a person who looks back.
package struct JournalRecord: Sendable {
    /// What became of the write, as far as the journal knows.
    package enum Outcome: Sendable, Equatable {
        /// It was sent, or was about to be, and the journal has no answer.
        case sent
        /// No clear answer came, and the journal has none of a later look.
        case lost
        case done(status: Int?, change: String?)
        /// The platform did nothing.
        case nothing(status: Int?)
        /// Nobody knows whether it took effect.
        case unknown(status: Int?)
    }

    /// When it was sent, in UTC (ISO 8601).
    package let time: String
    /// The file or line of the statement, with line and column; nil if the journal does not have it.
    package let place: String?
    /// The command of the script.
    package let command: String
    /// The method, and the URL without its credentials.
    package let target: String
    package fileprivate(set) var outcome = Outcome.sent
}

extension JournalRecord {
    /// Reads the writes of a journal in the order in which they were sent.
    package static func all(in path: String) throws(JournalProblem) -> [JournalRecord] {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try InputFile(path, .regular).bytes()
        } catch {
            throw JournalProblem("`\(path)` cannot be read: \(error.message)")
        }
        var reader = Reader()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            // A last line that is cut off is no line.
            if let event = JournalHistory.event(Array(line)) { reader.take(event) }
        }
        return reader.records
    }

    private struct Reader {
        private(set) var records: [JournalRecord] = []
        private var platforms: [TextKey: String] = [:]
        /// The writes of each step that has no answer yet.
        private var open: [TextKey: [Int]] = [:]

        mutating func take(_ event: JSONMembers) {
            guard let step = event.text("step").map({ TextKey($0) }) else { return }
            if let platform = event.text("platform") { platforms[step] = platform }
            if event.holds("event", "send") {
                open[step, default: []].append(records.count)
                records.append(
                    JournalRecord(
                        time: event.text("time") ?? "", place: event.text("place"),
                        command: event.text("command") ?? "",
                        target: Self.target(event.text("request") ?? "", on: platforms[step] ?? "")))
            } else if event.holds("event", "lost") {
                for index in open[step] ?? [] { records[index].outcome = .lost }
            } else if event.holds("event", "answer") {
                for index in open.removeValue(forKey: step) ?? [] { records[index].outcome = Self.outcome(event) }
            }
        }

        /// Puts the platform's URL before the path of a request.
        private static func target(_ request: String, on platform: String) -> String {
            guard let blank = request.utf8.firstIndex(of: UInt8(ascii: " ")) else { return request }
            return "\(request[...blank])\(platform)\(request[request.utf8.index(after: blank)...])"
        }

        private static func outcome(_ event: JSONMembers) -> Outcome {
            let status = event.integer("status").map { Int(clamping: $0) }
            if event.holds("effect", "done") { return .done(status: status, change: event.text("change")) }
            return event.holds("effect", "nothing") ? .nothing(status: status) : .unknown(status: status)
        }
    }
}
