/// What was cut last; the newest piece is yanked first.
struct KillRing {
    private var pieces: [String] = []
    private var yanked = 0
    /// The state that the last cut left, or the last yank: the next belongs to it only while nothing else has happened.
    private var afterCut: EditBuffer?
    private var afterYank: EditBuffer?

    private static let limit = 60

    enum Direction { case forward, backward }

    /// Keeps a piece; one cut right after another joins it.
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

    mutating func yank(into buffer: inout EditBuffer) -> Bool {
        guard let piece = pieces.last else { return false }
        yanked = pieces.count - 1
        buffer.insert(piece)
        (afterYank, afterCut) = (buffer, nil)
        return true
    }

    /// Puts the piece before the one just yanked in its place; false when the last command was no yank.
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
