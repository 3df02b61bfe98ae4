import CLineEdit
import SystemPackage

/// libedit with a Swift interface. Only this file uses its pointers.
///
/// An instance belongs to one thread. libedit calls back only while `read`, `parse` or `nextKey` runs on that thread.
/// So `self` is alive while the unretained pointer to it is used, and callbacks never overlap.
final class EditLine {
    enum Key: Hashable {
        case scalar(UInt32)
        case interrupted, end
    }

    /// The result of a command.
    enum Outcome: Int32 {
        case done = 0
        case accept = 1
        case leave = 2
        case changed = 4
        case beep = 6
        case redraw = 8
    }

    var onKey: () -> Key = { .end }
    var onCommand: (Command, UInt32) -> Outcome = { _, _ in .beep }
    var onDrawing: ([UInt8]) -> Void = { _ in }
    var onComplaint: ([UInt8]) -> Void = { _ in }

    /// It is set in `init` and cleared in `deinit` only; nil if libedit could not start.
    private var handle: OpaquePointer?

    /// - Returns: nil if the input is not a terminal that libedit can use.
    init?(program: String, input: FileDescriptor, output: FileDescriptor, errors: FileDescriptor) {
        let callbacks = line_edit_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            next: { EditLine.from($0).map { $0.code(of: $0.onKey()) } ?? Int32(LINE_EDIT_END) },
            perform: { EditLine.from($0)?.perform($1, $2) ?? Outcome.beep.rawValue },
            drawn: { EditLine.from($0)?.onDrawing(EditLine.bytes($1, $2)) },
            complained: { EditLine.from($0)?.onComplaint(EditLine.bytes($1, $2)) })
        handle = line_edit_open(program, input.rawValue, output.rawValue, errors.rawValue, callbacks)
        if handle == nil { return nil }
        for command in Command.allCases {
            line_edit_add_command(handle, command.rawValue, command.name, "line editor: \(command)")
        }
    }

    deinit {
        if let handle { line_edit_close(handle) }
    }

    // MARK: The line

    var buffer: EditBuffer {
        var (count, cursor) = (0, 0)
        guard let start = line_edit_text(handle, &count, &cursor) else { return EditBuffer() }
        // libedit's `count` characters at `start` are valid until the next change, so they are copied at once.
        let scalars = UnsafeBufferPointer(start: start, count: count).map { Unicode.Scalar($0) ?? "\u{FFFD}" }
        return EditBuffer(scalars: scalars, cursor: cursor)
    }

    /// Changes the line to `wanted` by replacing the single range that differs.
    func apply(_ wanted: EditBuffer) {
        let current = buffer
        let shorter = min(current.scalars.count, wanted.scalars.count)
        var head = 0
        while head < shorter, current.scalars[head] == wanted.scalars[head] { head += 1 }
        var tail = 0
        for (old, new) in zip(current.scalars.reversed(), wanted.scalars.reversed()) {
            guard old == new, tail < shorter - head else { break }
            tail += 1
        }
        let removed = current.scalars.count - tail - head
        let added = wanted.scalars[head..<wanted.scalars.count - tail]
        move(to: current.scalars.count - tail)
        line_edit_delete_before(handle, Int32(clamping: removed))
        if !added.isEmpty { withText(added) { _ = line_edit_insert(handle, $0) } }
        move(to: wanted.cursor)
    }

    func move(to position: Int) {
        var (count, cursor) = (0, 0)
        _ = line_edit_text(handle, &count, &cursor)
        line_edit_move(handle, Int32(clamping: position - cursor))
    }

    // MARK: Reading

    /// Reads one line. The callbacks know how it ended.
    ///
    /// - Returns: Whether libedit itself accepted the line, which a key bound to a libedit command can cause.
    func read() -> Bool { line_edit_read(handle) > 0 }

    /// Reads a key inside a command, through `onKey`.
    func nextKey() -> Key {
        switch line_edit_next_key(handle) {
        case let code where code >= 0: .scalar(UInt32(code))
        case Int32(LINE_EDIT_INTERRUPTED): .interrupted
        default: .end
        }
    }

    /// Makes a key the next one to be read.
    func push(_ key: UInt32) { push([key]) }

    /// Makes keys the next ones to be read.
    func push(_ keys: [UInt32]) { withText(keys.compactMap(Unicode.Scalar.init)) { line_edit_push(handle, $0) } }

    func prepare(raw: Bool) { line_edit_prepare(handle, raw) }
    func resize() { line_edit_resize(handle) }
    func flush() { line_edit_flush(handle) }
    func redraw() { line_edit_redraw(handle) }

    // MARK: Settings

    var isVi: Bool { line_edit_is_vi(handle) }
    var isEditing: Bool { line_edit_is_editing(handle) }

    func setEditor(vi: Bool) { line_edit_set_editor(handle, vi) }

    func setPrompt(_ text: String) {
        withText(text.unicodeScalars) { line_edit_set_prompt(handle, $0) }
    }

    /// Binds a key to a command by name. Returns false if libedit refuses.
    @discardableResult
    func bind(_ key: String, to name: String, commandMode: Bool = false) -> Bool {
        withText(key.unicodeScalars) { line_edit_bind(handle, commandMode, $0, name) } == 0
    }

    /// Executes one line of `.editrc`. Returns false if libedit refuses.
    func parse(_ line: String) -> Bool {
        withText(line.unicodeScalars) { line_edit_parse(handle, $0) } == 0
    }

    // MARK: Conversions

    /// Passes text in libedit's form, which is valid during the call. The text is cut at a NUL.
    private func withText<Result>(
        _ text: some Sequence<Unicode.Scalar>, _ body: (UnsafePointer<UInt32>?) -> Result
    ) -> Result {
        var scalars = text.prefix { $0 != "\0" }.map(\.value)
        scalars.append(0)
        return scalars.withUnsafeBufferPointer { body($0.baseAddress) }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> EditLine? {
        context.map { Unmanaged<EditLine>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
        Array(UnsafeBufferPointer(start: start, count: count))
    }

    private func perform(_ number: Int32, _ key: Int32) -> Int32 {
        guard let command = Command(rawValue: number) else { return Outcome.beep.rawValue }
        return onCommand(command, UInt32(clamping: key)).rawValue
    }

    private func code(of key: Key) -> Int32 {
        switch key {
        case .scalar(let value): Int32(clamping: value)
        case .interrupted: Int32(LINE_EDIT_INTERRUPTED)
        case .end: Int32(LINE_EDIT_END)
        }
    }
}

extension LineEditor {
    /// Stops the process as ^Z does, and returns when it continues.
    static func suspend() { line_edit_suspend() }
}
