import PicketPool
import PicketRuntime
import PicketSyntax

/// What changes from one text of a script to another, as a unified diff, by what is shown of both.
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
        let (old, new) = (lines(of: before), lines(of: after))
        let change = new.difference(from: old) { $0.utf8.elementsEqual($1.utf8) }
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for step in change {
            switch step {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            if oldIndex < old.count, removed.contains(oldIndex) {
                lines.append(.removed(old[oldIndex]))
                oldIndex += 1
            } else if newIndex < new.count, added.contains(newIndex) {
                lines.append(.added(new[newIndex]))
                newIndex += 1
            } else {
                lines.append(.same(old[oldIndex]))
                (oldIndex, newIndex) = (oldIndex + 1, newIndex + 1)
            }
        }
        return "--- \(before.name)\n+++ \(before.name) (formatted)\n" + hunks(lines)
    }

    /// The lines of a script, without what is known to be secret in it.
    private static func lines(of source: SourceFile) -> [String] {
        let places = SourceSecrets(ConnectionAPI.commands.secretNames).places(in: source)
        let shown = ShownSource(source, hidden: places.spans)
        var lines = (1...shown.lineCount).map { shown.text(shown.span(ofLine: $0)) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Changed lines with some around them.
    private static func hunks(_ lines: [Line]) -> String {
        var text = ""
        var index = 0
        var (oldLine, newLine) = (1, 1)
        while let first = lines[index...].firstIndex(where: { !$0.isSame }) {
            let start = max(index, first - context)
            // The lines before it are in both.
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
