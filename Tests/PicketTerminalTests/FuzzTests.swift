import CPTY
import TerminalHarness
import Testing

/// Random keys at random widths: the screen is what a fresh drawing of the model's text would be, and the line that comes
/// back is the model's.
@Suite struct FuzzTests {
    @Test(arguments: 1...12) func theScreenShowsTheText(_ seed: UInt64) throws {
        var run = try FuzzRun(seed: seed, rows: 200)
        for _ in 0..<120 {
            try run.press()
            let drawing = run.model.drawing(run.columns)
            try run.terminal.wait("\(drawing) \(run.story)") { terminal in
                let screen = terminal.screen
                return screen.lines == drawing.lines && (screen.row, screen.column) == (drawing.row, drawing.column)
            }
        }
        try run.accept()
    }

    @Test(arguments: 101...108) func aLowScreenShowsThePartAtTheCursor(_ seed: UInt64) throws {
        var run = try FuzzRun(seed: seed, rows: 4)
        for _ in 0..<120 {
            try run.press()
            let drawing = run.model.drawing(run.columns)
            try run.terminal.wait("\(drawing) \(run.story)") { $0.screen.isPart(of: drawing) }
        }
        try run.accept()
    }
}

extension Screen {
    /// Whether it shows rows of a drawing that follow each other, with the cursor in its place.
    fileprivate func isPart(of drawing: EditModel.Drawing) -> Bool {
        let top = drawing.row - row
        guard column == drawing.column, top >= 0 else { return false }
        return (0..<height).allSatisfy { index in
            let wanted = drawing.lines.indices.contains(top + index) ? drawing.lines[top + index] : ""
            return line(index) == wanted
        }
    }
}

/// One seed's keys, given to the probe and to the model alike.
private struct FuzzRun {
    let columns: Int
    let terminal: Terminal
    var model = EditModel()
    private var generator: SeededGenerator
    private let folder: TemporaryFolder
    private let seed: UInt64
    private var typed: [FuzzKey] = []

    init(seed: UInt64, rows: Int) throws {
        self.seed = seed
        generator = SeededGenerator(state: seed)
        columns = Int.random(in: 6...50, using: &generator)
        folder = try TemporaryFolder()
        // ^] rings: once its bell is heard, the key before it has been dealt with.
        let editrc = try folder.file("editrc", "bind \"^]\" edit-cancel\n")
        terminal = try startProbe(columns: columns, rows: rows, ["EDITRC": editrc, "NO_COLOR": "1"])
    }

    var story: String { "after \(typed) at width \(columns), seed \(seed)" }

    mutating func press() throws {
        let key = FuzzKey.allCases.randomElement(using: &generator) ?? .letter
        typed.append(key)
        model.press(key)
        let bells = terminal.screen.bells
        terminal.type(key.text + Keys.control("]"))
        try terminal.wait("rung \(story)") { $0.screen.bells > bells }
    }

    /// The line comes back as the model has it; where it wraps depends on the width.
    func accept() throws {
        terminal.type(Keys.meta(">") + Keys.enter)
        let answer = "<\(model.text.replacing("\n", with: "⏎"))>".replacing(" ", with: "")
        try terminal.wait("returned \(answer) \(story)") { terminal in
            terminal.screen.transcript.joined().replacing(" ", with: "").contains(answer)
        }
    }
}

/// The same sequence for the same seed. (SplitMix64, Steele, Lea and Flood 2014.)
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum FuzzKey: CaseIterable {
    case letter, longWord, blank, wide, accented, mark, emoji, left, right, home, end, up, down, newline, backspace,
        delete
    case wideWord, killToEnd, killToStart

    var text: String {
        switch self {
        case .letter: "a"
        case .longWord: "bcdefgh"
        case .blank: " "
        case .wide: "界"
        case .wideWord: "x世界y"
        case .accented: "é"
        case .mark: "\u{301}"
        case .emoji: "👍"
        case .left: Keys.left
        case .right: Keys.right
        case .home: Keys.control("A")
        case .end: Keys.control("E")
        case .up: Keys.up
        case .down: Keys.down
        case .newline: Keys.metaEnter
        case .backspace: Keys.backspace
        case .delete: Keys.delete
        case .killToEnd: Keys.control("K")
        case .killToStart: Keys.control("U")
        }
    }
}

/// What the keys mean, said once more in the plainest way: lines of characters, nothing remembered but the column.
struct EditModel {
    var text = ""
    /// Scalars before the cursor.
    var cursor = 0
    private var goal: Int?

    private var scalars: [Unicode.Scalar] { Array(text.unicodeScalars) }

    /// Where characters begin, and the end.
    private var boundaries: [Int] {
        var offset = 0
        return [0]
            + text.map { character in
                offset += character.unicodeScalars.count
                return offset
            }
    }

    private mutating func replace(_ range: Range<Int>, _ new: String) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[..<range.lowerBound])
        view.append(contentsOf: new.unicodeScalars)
        view.append(contentsOf: scalars[range.upperBound...])
        text = String(view)
        cursor = range.lowerBound + new.unicodeScalars.count
    }

    private var lineStart: Int { scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
    private var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }
    private var before: Int { boundaries.last { $0 < cursor } ?? 0 }
    private var after: Int { boundaries.first { $0 > cursor } ?? scalars.count }

    mutating func press(_ key: FuzzKey) {
        let old = cursor
        let oldGoal = goal
        goal = nil
        switch key {
        case .left: cursor = before
        case .right: cursor = after
        case .home: cursor = lineStart
        case .end: cursor = lineEnd
        case .up, .down: vertical(key == .up ? -1 : 1, oldGoal)
        case .newline: replace(cursor..<cursor, "\n")
        case .backspace: replace(before..<cursor, "")
        case .delete: replace(cursor..<after, "")
        case .killToEnd: replace(cursor..<(lineEnd == cursor ? min(cursor + 1, scalars.count) : lineEnd), "")
        case .killToStart: replace((lineStart == cursor ? max(0, cursor - 1) : lineStart)..<cursor, "")
        default: for scalar in key.text.unicodeScalars { replace(cursor..<cursor, String(Character(scalar))) }
        }
        // The cursor keeps out of a character; it goes on the way it went.
        if !boundaries.contains(cursor) { cursor = cursor > old ? after : before }
    }

    private mutating func vertical(_ step: Int, _ oldGoal: Int?) {
        let wanted = oldGoal ?? width(scalars[lineStart..<cursor])
        if step < 0 ? lineStart == 0 : lineEnd == scalars.count { return }
        cursor = step < 0 ? lineStart - 1 : lineEnd + 1
        let (start, end) = (lineStart, lineEnd)
        cursor = boundaries.last { $0 >= start && $0 <= end && width(scalars[start..<$0]) <= wanted } ?? start
        goal = wanted
    }

    private func width(_ part: ArraySlice<Unicode.Scalar>) -> Int {
        String(String.UnicodeScalarView(part)).reduce(0) { $0 + Self.width($1) }
    }

    /// A mark alone takes a cell of its own.
    private static func width(_ character: Character) -> Int {
        character == "\n" ? 0 : max(1, character.unicodeScalars.map { Int(pty_width($0.value)) }.max() ?? 1)
    }

    struct Drawing: Equatable {
        var lines: [String]
        var row: Int
        var column: Int
    }

    func drawing(_ columns: Int) -> Drawing {
        var rows: [(text: String, width: Int)] = [("> ", 2)]
        var place = (row: 0, column: 0)
        var offset = 0
        for character in text {
            let width = Self.width(character)
            let fits = rows[rows.count - 1].width + width <= columns
            if character != "\n", !fits { rows.append(("", 0)) }
            if offset == cursor { place = (rows.count - 1, min(rows[rows.count - 1].width, columns - 1)) }
            offset += character.unicodeScalars.count
            if character == "\n" {
                rows.append((". ", 2))
                continue
            }
            let isMarkAlone = character.unicodeScalars.allSatisfy { pty_width($0.value) == 0 }
            rows[rows.count - 1].text += (isMarkAlone ? " " : "") + String(character)
            rows[rows.count - 1].width += width
        }
        if cursor == offset {
            if rows[rows.count - 1].width == columns { rows.append(("", 0)) }
            place = (rows.count - 1, rows[rows.count - 1].width)
        }
        var lines = rows.map { String($0.text.reversed().drop { $0 == " " }.reversed()) }
        while lines.last == "" { lines.removeLast() }
        return Drawing(lines: lines, row: place.row, column: place.column)
    }
}
