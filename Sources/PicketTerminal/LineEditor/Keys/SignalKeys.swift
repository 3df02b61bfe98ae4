/// The keys of a terminal that make signals, usually ^C, ^Z and ^\; nil for none.
///
/// While a line is edited, the terminal's driver makes no signals, because it would also make them of a paste.
struct SignalKeys {
    enum Key {
        case interrupt, stop, quit
    }

    var interrupt: UInt8?
    var stop: UInt8?
    var quit: UInt8?

    /// Returns the key that a byte is; nil for any other byte.
    func key(_ byte: UInt8) -> Key? {
        if byte == interrupt { return .interrupt }
        if byte == stop { return .stop }
        return byte == quit ? .quit : nil
    }
}

/// Follows the marks of bracketed pastes, byte by byte.
struct PasteMarks {
    private(set) var isInPaste = false
    /// The number of bytes of the next mark that have come.
    private var count = 0

    private static let start = Array("\u{1B}[200~".utf8)
    private static let end = Array("\u{1B}[201~".utf8)

    mutating func take(_ byte: UInt8) {
        let mark = isInPaste ? Self.end : Self.start
        // Only the first byte of a mark is an escape.
        count = byte == mark[count] ? count + 1 : byte == mark[0] ? 1 : 0
        guard count == mark.count else { return }
        isInPaste.toggle()
        count = 0
    }
}
