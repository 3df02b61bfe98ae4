/// Decodes the terminal's bytes to keys: scalars, with each known sequence as its ``KeyCode``.
struct KeyDecoder {
    enum Key: Hashable {
        case scalar(UInt32)
        /// The bytes may begin a sequence or be a key of their own. More bytes, or a pause, decide.
        case unfinished
        /// There is no key, or only a part of a character.
        case none
    }

    /// Sequences (without the escape) that the user bound. They reach libedit unchanged.
    var untranslated: Set<String> = []
    private var bytes: [UInt8] = []
    private var head = 0
    /// The position at which the search for the end of a paste continues.
    private var searched = 0
    /// The number of scalars of an untranslated sequence that are still to be returned unchanged.
    private var verbatim = 0
    private var marks = PasteMarks()

    var isEmpty: Bool { head == bytes.count }

    /// Adds bytes of the terminal. Returns the keys among them that make signals. In a paste they are content.
    ///
    /// As in the terminal's driver, such a key drops what was typed before it. What follows a stop is dropped, too, since it
    /// was meant for the shell.
    @discardableResult
    mutating func feed(_ more: [UInt8], _ keys: SignalKeys? = nil) -> [SignalKeys.Key] {
        if head > 0 {
            bytes.removeFirst(head)
            head = 0
        }
        searched = 0
        guard let keys else {
            bytes += more
            return []
        }
        var found: [SignalKeys.Key] = []
        for byte in more {
            if !marks.isInPaste, let key = keys.key(byte) {
                _ = takeAll()
                found.append(key)
                if key == .stop { break }
            } else {
                marks.take(byte)
                bytes.append(byte)
            }
        }
        return found
    }

    /// Returns the next key. If `isFinal` is set, no more bytes come soon, so unfinished bytes are returned as they
    /// are.
    mutating func next(isFinal: Bool = false) -> Key {
        while head < bytes.count {
            if bytes[head] == 0x1B, verbatim == 0 {
                switch sequence(isFinal) {
                case .key(let code): return .scalar(code.rawValue)
                case .ignored: continue
                case .unfinished: return .unfinished
                case .plain: break
                }
            }
            guard let scalar = scalar() else { return .none }
            verbatim = max(0, verbatim - 1)
            // Typed C1 codes are dropped, because they mean keys from here on. So is NUL, which Ctrl-Space sends: libedit
            // cannot bind it.
            if scalar.value != 0, !(0x80..<0xA0).contains(scalar.value) { return .scalar(scalar.value) }
        }
        return .none
    }

    private enum Sequence {
        case key(KeyCode)
        case ignored, unfinished, plain
    }

    private mutating func sequence(_ isFinal: Bool) -> Sequence {
        let rest = bytes[(head + 1)...]
        guard let introducer = rest.first else { return isFinal ? .plain : .unfinished }
        if introducer == 0x0D || introducer == 0x0A {
            head += 2
            return .key(.metaEnter)
        }
        guard introducer == UInt8(ascii: "[") || introducer == UInt8(ascii: "O") else { return .plain }
        guard let end = end(of: rest, introducer) else { return isFinal ? .plain : .unfinished }
        let text = String(decoding: bytes[(head + 1)...end], as: UTF8.self)
        if untranslated.contains(text) {
            verbatim = end - head + 1
            return .plain
        }
        guard let code = KeyCode.sequences[text] else {
            if introducer == UInt8(ascii: "O") { return .plain }
            head = end + 1
            return .ignored
        }
        head = end + 1
        return .key(code)
    }

    /// Returns the final byte of a control sequence. Parameters and intermediates are below 0x40 (ECMA-48, 5.4).
    private func end(of rest: ArraySlice<UInt8>, _ introducer: UInt8) -> Int? {
        let body = rest.dropFirst()
        return introducer == UInt8(ascii: "O") ? body.indices.first : body.firstIndex { $0 >= 0x40 }
    }

    /// Decodes one scalar; nil if its bytes are incomplete.
    private mutating func scalar() -> Unicode.Scalar? {
        if bytes[head] < 0x80 {
            defer { head += 1 }
            return Unicode.Scalar(bytes[head])
        }
        let count =
            bytes[head] >= 0xF8 ? 1 : bytes[head] >= 0xF0 ? 4 : bytes[head] >= 0xE0 ? 3 : bytes[head] >= 0xC0 ? 2 : 1
        let end = min(head + count, bytes.count)
        let isCutShort = bytes[head + 1..<end].allSatisfy { $0 & 0xC0 == 0x80 } && end < head + count
        if isCutShort { return nil }
        let text = String(decoding: bytes[head..<end], as: UTF8.self)
        guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first, scalar != "\u{FFFD}" else {
            head += 1
            return "\u{FFFD}"
        }
        head = end
        return scalar
    }

    /// Takes a paste and its end mark from the input, and returns the paste; nil while the mark is missing.
    mutating func takePaste() -> [UInt8]? {
        let mark = Array("\u{1B}[201~".utf8)
        var index = max(head, searched)
        while index + mark.count <= bytes.count {
            if bytes[index] == 0x1B, bytes[index..<index + mark.count].elementsEqual(mark) {
                defer { head = index + mark.count }
                return Array(bytes[head..<index])
            }
            index += 1
        }
        searched = index
        return nil
    }

    /// Returns all bytes, as a paste that never ended.
    mutating func takeAll() -> [UInt8] {
        defer { (head, verbatim, marks) = (bytes.count, 0, PasteMarks()) }
        return Array(bytes[head...])
    }
}
