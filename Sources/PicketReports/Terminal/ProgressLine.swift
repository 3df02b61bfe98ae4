package import PicketRuntime
import PicketSyntax

/// The live line of a run: what is done, how many failed, the speed, and the remaining time.
///
///     ━━━━━━━━━━━━───────  120/200  3 failed  41/s  2 s left  smoke/pool.picket
package struct ProgressLine: Sendable, Equatable {
    package var done = 0
    /// The total; nil while it is unknown.
    package var total: Int?
    package var failed = 0
    /// The elapsed time in nanoseconds.
    package var elapsed: Int64 = 0
    /// The current activity; empty for none.
    package var activity: Shown<String> = ""

    package init(done: Int = 0, total: Int? = nil, failed: Int = 0, elapsed: Int64 = 0, activity: Shown<String> = "") {
        self.done = done
        self.total = total
        self.failed = failed
        self.elapsed = elapsed
        self.activity = activity
    }

    /// The part of a line, which a terminal may colour.
    package enum Role: Sendable {
        case bar, failed, plain, activity
    }

    /// Returns the line in at most `width` columns, without a line end. Parts that do not fit are left out, the least
    /// important first.
    package func text(width: Int, style: (String, Role) -> String = { text, _ in text }) -> String {
        var parts = [(total.map { "\(done)/\($0)" } ?? "\(done) done", Role.plain)]
        if failed > 0 { parts.append(("\(failed) failed", .failed)) }
        if let left { parts.append(("\(left) left", .plain)) }
        if let rate { parts.append((rate, .plain)) }
        var room = width
        var shown: [(String, Role)] = []
        for part in parts {
            let needed = ProgressLine.width(part.0) + (shown.isEmpty ? 0 : 2)
            guard needed <= room else { break }
            shown.append(part)
            room -= needed
        }
        if shown.isEmpty { return "" }
        if total != nil, room >= 12 {
            let length = min(24, room / 2)
            shown.insert((bar(length), .bar), at: 0)
            room -= length + 2
        }
        if !activity.content.isEmpty, room >= 10 {
            shown.append((ProgressLine.cut(activity.content, to: room - 2), .activity))
        }
        return shown.map { style($0.0, $0.1) }.joined(separator: "  ")
    }

    private func bar(_ length: Int) -> String {
        let share = Double(done) / Double(max(1, total ?? 1))
        let filled = min(length, Int(Double(length) * share))
        return String(repeating: "━", count: filled) + String(repeating: "─", count: length - filled)
    }

    /// The speed; nil in the first second.
    private var perSecond: Double? {
        guard elapsed >= 1_000_000_000, done > 0 else { return nil }
        return Double(done) / (Double(elapsed) / 1_000_000_000)
    }

    private var rate: String? {
        guard let perSecond else { return nil }
        if perSecond >= 10 { return "\(Int(perSecond.rounded()))/s" }
        return "\((perSecond * 10).rounded() / 10)/s"
    }

    private var left: String? {
        guard let perSecond, let total, total > done else { return nil }
        let seconds = (Double(total - done) / perSecond).rounded(.up)
        guard seconds < 360_000 else { return nil }
        let whole = Int64(seconds)
        if whole < 60 { return "\(whole) s" }
        return whole < 3_600 ? "\(whole / 60) m \(whole % 60) s" : "\(whole / 3_600) h \(whole / 60 % 60) m"
    }

    private static func width(_ text: String) -> Int {
        DisplayWidth.columns(of: text)
    }

    /// Returns the part of a text that fits, with `…` for the rest and pictures for control characters.
    private static func cut(_ text: String, to width: Int) -> String {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.map(\.displayed)))
        guard ProgressLine.width(shown) > width else { return shown }
        var result = ""
        var room = width - 1
        for character in shown {
            room -= DisplayWidth.columns(ofCluster: character.unicodeScalars)
            if room < 0 { break }
            result.append(character)
        }
        return result + "…"
    }
}
