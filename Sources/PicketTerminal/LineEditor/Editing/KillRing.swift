/// The texts that were cut. The newest is yanked first.
struct KillRing {
    private var pieces: [String] = []
    private var yanked = 0
    /// The states after the last cut and the last yank. The next one continues it only if nothing else has happened.
    private var afterCut: EditBuffer?
    private var afterYank: EditBuffer?

    private static let limit = 60

    enum Direction { case forward, backward }

    /// Stores a cut text. Consecutive cuts are joined.
    mutating func cut(_ piece: String, _ direction: Direction, from before: EditBuffer, to after: EditBuffer) {
        guard !piece.isEmpty else { return }
        if before == afterCut, let last = pieces.popLast() {
            pieces.append(direction == .forward ? last + piece : piece + last)
        } else {
            pieces.append(piece)
        }
        if pieces.count > Self.limit { pieces.removeFirst() }
        afterCut = after
    }

    /// Stores a text by itself, as the operators of vi do.
    mutating func keep(_ piece: String) {
        guard !piece.isEmpty else { return }
        pieces.append(piece)
        if pieces.count > Self.limit { pieces.removeFirst() }
        (afterCut, afterYank) = (nil, nil)
    }

    /// The newest text.
    var latest: String? { pieces.last }

    mutating func yank(into buffer: inout EditBuffer) -> Bool {
        guard let piece = pieces.last else { return false }
        yanked = pieces.count - 1
        buffer.insert(piece)
        (afterYank, afterCut) = (buffer, nil)
        return true
    }

    /// Replaces the text that was just yanked by the one before it. Returns false if the last command was not a yank.
    mutating func yankEarlier(into buffer: inout EditBuffer) -> Bool {
        guard buffer == afterYank, pieces.indices.contains(yanked) else { return false }
        let start = buffer.cursor - pieces[yanked].unicodeScalars.count
        guard start >= 0, buffer.string(start..<buffer.cursor) == pieces[yanked] else { return false }
        yanked = yanked == 0 ? pieces.count - 1 : yanked - 1
        buffer.replace(start..<buffer.cursor, with: pieces[yanked])
        (afterYank, afterCut) = (buffer, nil)
        return true
    }
}
