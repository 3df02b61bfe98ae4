import CLineEdit
import PicketSystem
import SystemPackage

/// The part of the terminal that the editor draws on. It collects its output for a single write.
final class Surface {
    private let output: FileDescriptor
    private var painter: Painter
    private var pending: [UInt8] = []
    private(set) var columns = 80
    private(set) var rows = 24

    init(output: FileDescriptor, colors: Bool) {
        self.output = output
        painter = Painter(colors: colors)
        measure()
    }

    private func measure() {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard line_edit_size(output.rawValue, &columns, &rows) else { return }
        (self.columns, self.rows) = (Int(columns), Int(rows))
    }

    /// Starts at the left edge of the cursor's row. Echoed text that was typed ahead is drawn again.
    func begin() {
        measure()
        painter.forget()
        pending += "\r\u{1B}[J\u{1B}[?2004h".utf8
    }

    /// Gives the terminal to another user. Pastes then arrive as typed text.
    func end() {
        pending += "\u{1B}[?2004l".utf8
        flush()
    }

    func show(_ picture: Picture, bell: Bool) {
        pending += painter.paint(picture, bell: bell)
        flush()
    }

    /// Leaves a picture on the screen with all its rows, even if the screen has fewer, and moves below it. A text of
    /// several rows is drawn once more without line ends, so that it can be copied as one line.
    func finish(_ picture: Picture, note: String = "") {
        if picture.rows.count > rows || picture.rows.contains(where: \.runsOn) {
            pending += painter.lift(columns: columns)
            pending += painter.paintOnce(picture, columns: columns)
        } else {
            pending += painter.paint(picture)
        }
        pending += note.utf8
        pending += painter.leave()
    }

    /// Tells the terminal what begins or ends here.
    func mark(_ mark: PromptMark) { pending += mark.bytes }

    func lift() { pending += painter.lift(columns: columns) }

    /// Removes the picture from a screen whose size has changed.
    func resize() {
        measure()
        lift()
    }

    func clear() {
        pending += "\u{1B}[H\u{1B}[2J".utf8
        painter.forget()
    }

    /// Starts on a fresh row and forgets what was drawn.
    func startAfresh() {
        pending += "\r\n".utf8
        painter.forget()
    }

    /// Shows rows above the picture, which is drawn again below them.
    func write(above lines: [String]) {
        lift()
        for line in lines {
            for row in line.split(separator: "\n", omittingEmptySubsequences: false) {
                pending += row.utf8
                pending += "\r\n".utf8
            }
        }
    }

    /// Writes bytes unchanged.
    func write(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        flush()
    }

    func flush() {
        try? output.writeWaiting(pending)
        pending = []
    }
}
