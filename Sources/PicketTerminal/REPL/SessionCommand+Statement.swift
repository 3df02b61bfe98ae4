extension SessionCommand {
    /// Returns where the language starts in `:job …` and `:watch 2s …` (UTF-8 offset); nil for another session command.
    static func statementStart(_ bytes: some Collection<UInt8>) -> Int? {
        let bytes = Array(bytes)
        guard let colon = bytes.firstIndex(where: { !SessionInput.isBlank($0) }), bytes[colon] == UInt8(ascii: ":"),
            let nameEnd = bytes[colon...].firstIndex(where: SessionInput.isBlank)
        else { return nil }
        let rest = firstWord(bytes, from: nameEnd)
        switch Name(rawValue: String(decoding: bytes[(colon + 1)..<nameEnd], as: UTF8.self)) {
        case .job where rest < bytes.count && bytes[rest] == UInt8(ascii: ":"):
            return statementStart(bytes[rest...]).map { $0 + rest }
        case .job: return rest
        case .watch:
            return bytes[rest...].firstIndex(where: SessionInput.isBlank).map { firstWord(bytes, from: $0) }
        default: return nil
        }
    }

    private static func firstWord(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !SessionInput.isBlank($0) } ?? bytes.count
    }
}

extension String {
    /// The text after `:job` or `:watch 2s`, or else the whole text: the part in which commands of the language may
    /// occur.
    var statement: String {
        SessionCommand.statementStart(utf8).map { String(decoding: utf8.dropFirst($0), as: UTF8.self) } ?? self
    }
}
