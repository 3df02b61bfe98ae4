import PicketSyntax

/// What a run keeps of a failure that it records.
extension Failure {
    /// The bytes of the beginning of a text that a recorded failure keeps.
    static let recordedTextLimit = 4_096

    /// The same failure with the beginnings of its texts. A cut text ends with `…`.
    var shortened: Failure {
        var failure = self
        Failure.shorten(&failure.fault.message)
        Failure.shorten(&failure.fault.label)
        failure.fault.help = failure.fault.help.map { Failure.beginning(of: $0) }
        guard found != nil else { return failure }
        var evidence = self.evidence
        evidence.because = evidence.because.map { Failure.beginning(of: $0) }
        evidence.reason = evidence.reason.map { Failure.beginning(of: $0) }
        evidence.request = evidence.request.map { Failure.beginning(of: $0) }
        if let note = evidence.answer?.note { evidence.answer?.note = Failure.beginning(of: note) }
        if evidence != self.evidence { failure.evidence = evidence }
        return failure
    }

    private static func shorten(_ text: inout String) {
        if text.utf8.count > recordedTextLimit { text = beginning(of: text) }
    }

    private static func beginning(of text: String) -> String {
        guard text.utf8.count > recordedTextLimit else { return text }
        let bytes = text.utf8.prefix(recordedTextLimit)
        // Does not cut a character in the middle.
        var end = bytes.endIndex
        while end > bytes.startIndex, text.utf8[end] & 0xC0 == 0x80 { end = text.utf8.index(before: end) }
        return String(text[..<end]) + "…"
    }

    /// About the bytes of memory that the failure takes, without its calls, which are few.
    var storedBytes: Int {
        let bytes = 256 + fault.message.utf8.count + fault.label.utf8.count + (fault.help?.utf8.count ?? 0)
        return found == nil ? bytes : bytes + evidence.storedBytes
    }
}

extension Failure.Evidence {
    /// About the bytes of memory that the evidence takes.
    fileprivate var storedBytes: Int {
        var bytes = Self.size(because) + Self.size(request) + Self.size(reason) + Self.size(answer?.note)
        bytes += Self.size(actual?.text) + Self.size(answer?.body?.text)
        switch expected {
        case .comparison(_, let value)?: bytes += Self.size(value.text)
        case .range(let first, let last, _, _)?: bytes += Self.size(first.text) + Self.size(last.text)
        case .truth?, .statusClass?, nil: break
        }
        for difference in differences {
            bytes += 192 + Self.size(difference.expected?.text) + Self.size(difference.actual?.text)
            for step in difference.path {
                if case .key(let key) = step { bytes += Self.size(key) }
                bytes += 32
            }
        }
        for row in rows { bytes += 16 + row.utf8.count }
        return bytes
    }

    private static func size(_ text: String?) -> Int { text?.utf8.count ?? 0 }
}
