import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Texts that stopped before their last statement.
extension ReplSession {
    /// Reports how many statements did not run because of a failure.
    func showRest(_ ran: RanText, _ failure: Failure) {
        // The failure that the look at the end finds stops nothing.
        guard !failure.isOfRunsEnd, let location = failure.fault.location else { return }
        let rest = rest(of: ran, [location] + failure.frames.map(\.location), failure.frames)
        // It belongs to the diagnostic.
        if !rest.content.isEmpty { Console.standard.error("the rest was not run: \(rest)\n") }
    }

    /// Reports that `exit` ended a file that the text is or includes. Returns false if it ends the session.
    func showEndOfFile(_ ran: RanText, _ status: Int) -> Bool {
        let (location, frames) = runner.lastExit
        let places = [location].compactMap { $0 } + frames.map(\.location)
        // The outermost file is named, because nothing more of it runs.
        let included = places.count == frames.count + 1 ? frames.lastIndex { $0.isInclude } : nil
        guard let file = ran.isFile ? ran.source : included.map({ places[$0].source }) else { return false }
        if status != 0 { noteError(Int32(truncatingIfNeeded: status)) }
        let rest = rest(of: ran, places, frames)
        let ending: Shown<String> = rest.content.isEmpty ? "" : ", so the rest was not run: \(rest)"
        out("`\(shown(file.name).map(\.displayed))` ended with `exit \(status)`\(ending)")
        return true
    }

    /// Returns the numbers of statements that did not run, such as `2 statements of FILE, 1 statement of the line`.
    ///
    /// - Parameters:
    ///   - places: Where the text stopped, and the calls that led there, the innermost first.
    ///   - frames: These calls.
    private func rest(of ran: RanText, _ places: [SourceLocation], _ frames: [CallFrame]) -> Shown<String> {
        var parts: [Shown<String>] = []
        for (index, place) in places.enumerated() {
            let isOfText = index == frames.count
            guard isOfText ? place.source === ran.source : frames[index].isInclude else { continue }
            guard let count = Self.count(after: place, in: ran), count > 0 else { continue }
            let statements: Shown<String> = count == 1 ? "1 statement" : "\(count) statements"
            let file: Shown<String> = "`\(shown(place.source.name).map(\.displayed))`"
            parts.append("\(statements) of \(isOfText && !ran.isFile ? "the line" : file)")
        }
        return parts.dropFirst().reduce(parts.first ?? "") { "\($0), \($1)" }
    }

    /// Returns where a text stopped; nil if that is not known, as in a def.
    func place(in ran: RanText, _ location: SourceLocation?, _ calls: [SourceLocation]) -> UInt32? {
        guard let outermost = calls.last ?? location, outermost.source === ran.source else { return nil }
        let start = outermost.span.start
        return UnrunStatements(ran.text).isInDefinition(start) ? nil : start
    }

    /// Returns the number of the statements after a place; nil for a place in a def.
    private static func count(after place: SourceLocation, in ran: RanText) -> Int? {
        let text = place.source === ran.source ? ran.text : place.source.text(place.source.span)
        return UnrunStatements(text).count(after: place.span.start)
    }
}

extension CallFrame {
    /// Whether it is an `include`.
    fileprivate var isInclude: Bool { if case .none = function { true } else { false } }
}
