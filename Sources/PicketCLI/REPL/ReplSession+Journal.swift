import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The record of the session's writes.
extension ReplSession {
    /// Begins the journal if the platform of the next line is protected, and says where it is.
    func beginJournal() {
        guard place.isProtected else {
            journalProblem = nil
            return
        }
        switch runner.beginJournal() {
        case .none: break
        case .began(let path): out(paint.faint(LineRunner.recording(in: shown(path))))
        case .failed(let message):
            // Each write is refused with this reason. It is told in advance once.
            guard journalProblem?.utf8.elementsEqual(message.utf8) != true else { return }
            journalProblem = message
            out("\(paint.bad("warning")): \(shown(message).map(\.displayed))")
        }
    }

    /// Lists the latest writes of the journal.
    func showJournal(_ count: Int) {
        guard let path = runner.journalPath else {
            return complain(
                "no journal is kept: `picket repl --journal FILE` keeps one, and a protected platform begins one")
        }
        let records: [JournalRecord]
        do throws(JournalProblem) {
            records = try JournalRecord.all(in: path)
        } catch {
            return complain(error.message)
        }
        guard !records.isEmpty else { return out(paint.faint("`\(shown(path))` has no writes yet")) }
        let latest = records.suffix(count)
        let places = latest.map { Self.place($0) }
        let widths = (places.map(\.count).max() ?? 0, latest.map(\.command.count).max() ?? 0)
        for (record, place) in zip(latest, places) {
            let start =
                "\(Self.moment(record.time))  \(Self.padded(place, widths.0))  \(Self.padded(record.command, widths.1))"
            let line = shown("\(start)  \(record.target)").map(\.displayed)
            out("\(line)  \(outcome(record.outcome))")
        }
    }

    private func outcome(_ outcome: JournalRecord.Outcome) -> Shown<String> {
        func number(_ status: Int?) -> Shown<String> { status.map { "\($0), " } ?? "" }
        switch outcome {
        case .sent: return paint.bad("in doubt: no answer is recorded")
        case .lost: return paint.bad("in doubt: its answer was lost")
        case .done(let status, let change):
            let what: Shown<String> = change.map { shown($0).map(\.displayed) } ?? "done"
            return paint.good("\(number(status))\(what)")
        case .nothing(let status): return "\(number(status))nothing was done"
        case .unknown(let status): return paint.bad("\(number(status))in doubt: whether it took effect is not known")
        }
    }

    /// Returns `<line 3>:1:1` as `line 3`, and a place in a file as `file:line`.
    private static func place(_ record: JournalRecord) -> String {
        guard let place = record.place else { return "" }
        let parts = place.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).dropLast()
        let file = parts.dropLast().map { String(Substring($0)) }.joined(separator: ":")
        if file.utf8.first == UInt8(ascii: "<"), file.utf8.last == UInt8(ascii: ">") {
            return String(file.dropFirst().dropLast())
        }
        return file + ":" + (parts.last.map { String(Substring($0)) } ?? "")
    }

    /// Returns a time in UTC to the second.
    private static func moment(_ time: String) -> String {
        String(decoding: time.utf8.prefix(19).map { $0 == UInt8(ascii: "T") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
            + " UTC"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
