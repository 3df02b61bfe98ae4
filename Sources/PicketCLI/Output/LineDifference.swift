import PicketPool
import PicketRuntime
import PicketSyntax

/// The changes between two texts of a script as a unified diff, with secrets hidden in both.
enum LineDifference {
    private static let context = 3

    private enum Line {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let text): " " + text
            case .removed(let text): "-" + text
            case .added(let text): "+" + text
            }
        }

        var isSame: Bool { if case .same = self { true } else { false } }
    }

    static func text(_ before: SourceFile, _ after: SourceFile) -> String {
        let lines = lines(from: lines(of: before), to: lines(of: after))
        let name = before.name.displayed
        return "--- \(name)\n+++ \(name) (formatted)\n" + hunks(lines)
    }

    /// Returns the lines of both texts. Removed lines come before the lines that replace them.
    ///
    /// A layout never moves lines, so after a difference the next equal lines are near. The time is therefore
    /// proportional to the number of lines, however many change.
    private static func lines(from old: [String], to new: [String]) -> [Line] {
        var lines: [Line] = []
        var added: [Line] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            let (removedCount, addedCount) = distance(old[oldIndex...], new[newIndex...])
            for line in old[oldIndex..<oldIndex + removedCount] { lines.append(.removed(line)) }
            for line in new[newIndex..<newIndex + addedCount] { added.append(.added(line)) }
            (oldIndex, newIndex) = (oldIndex + removedCount, newIndex + addedCount)
            guard removedCount + addedCount == 0 else { continue }
            lines += added
            added = []
            lines.append(.same(old[oldIndex]))
            (oldIndex, newIndex) = (oldIndex + 1, newIndex + 1)
        }
        return lines + added
    }

    /// Returns how many lines of each text come before the next common line: none if the first lines are equal, one of
    /// each if the common line is far away.
    private static func distance(_ old: ArraySlice<String>, _ new: ArraySlice<String>) -> (Int, Int) {
        for distance in 0...16 {
            for first in 0...distance {
                let (left, right) = (old.dropFirst(first).first, new.dropFirst(distance - first).first)
                if let left, let right, left.utf8.elementsEqual(right.utf8) { return (first, distance - first) }
            }
        }
        return (min(1, old.count), min(1, new.count))
    }

    /// Returns the lines of a script with known secrets hidden.
    private static func lines(of source: SourceFile) -> [String] {
        let places = SourceSecrets(ConnectionAPI.commands.secretNames).places(in: source)
        let shown = ShownSource(source, hidden: places.spans)
        var lines = (1...shown.lineCount).map { shown.text(shown.span(ofLine: $0)) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Returns the changed lines with some context.
    private static func hunks(_ lines: [Line]) -> String {
        var text = ""
        var index = 0
        var (oldLine, newLine) = (1, 1)
        while let first = lines[index...].firstIndex(where: { !$0.isSame }) {
            let start = max(index, first - context)
            // The lines before it are in both texts.
            (oldLine, newLine) = (oldLine + start - index, newLine + start - index)
            var end = first
            while let next = lines[end...].firstIndex(where: { !$0.isSame }), next - end <= 2 * context {
                end = next + 1
            }
            end = min(lines.count, end + context)
            let hunk = lines[start..<end]
            let oldCount = hunk.count { if case .added = $0 { false } else { true } }
            let newCount = hunk.count { if case .removed = $0 { false } else { true } }
            text += "@@ -\(oldLine),\(oldCount) +\(newLine),\(newCount) @@\n"
            text += hunk.map { $0.text + "\n" }.joined()
            (oldLine, newLine) = (oldLine + oldCount, newLine + newCount)
            index = end
        }
        return text
    }
}
