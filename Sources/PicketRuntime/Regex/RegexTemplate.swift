/// The replacement of a match: a text in which `$1`, `${1}` and `${name}` stand for groups, `$0` for the whole match
/// and `$$` for a dollar sign. Any other `$` is literal.
package struct RegexTemplate: Sendable {
    enum Piece: Sendable, Equatable {
        case text([UInt8])
        case group(Int)
    }

    private(set) var pieces: [Piece] = []

    /// Parses a template; throws if it names a group that the pattern does not have.
    package init(_ template: some Collection<UInt8>, for regex: Regex) throws(RegexError) {
        let bytes = Array(template)
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let found = try RegexTemplate.reference(bytes, at: index, regex)
            guard let found else {
                text.append(bytes[index])
                // `$$` yields one `$`.
                index += bytes[index...].starts(with: [0x24, 0x24]) ? 2 : 1
                continue
            }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = []
            pieces.append(.group(found.group))
            index = found.end
        }
        if !text.isEmpty { pieces.append(.text(text)) }
    }

    /// Parses the reference at a `$`; returns the group and the end of the reference.
    private static func reference(
        _ bytes: [UInt8], at start: Int, _ regex: Regex
    ) throws(RegexError) -> (group: Int, end: Int)? {
        guard bytes[start] == 0x24, start + 1 < bytes.count else { return nil }
        if bytes[start + 1] == 0x7B {
            guard let end = bytes[start...].firstIndex(of: 0x7D) else { return nil }
            let name = String(decoding: bytes[start + 2..<end], as: UTF8.self)
            let number = Int(name).flatMap { (0...regex.groupCount).contains($0) ? $0 : nil }
            guard
                let group = number
                    ?? regex.groupNames.firstIndex(where: { $0.map { $0.utf8.elementsEqual(name.utf8) } ?? false })
            else {
                throw .noSuchGroup(name, groupCount: regex.groupCount, start..<end + 1)
            }
            return (group, end + 1)
        }
        return try shortReference(bytes, at: start, regex)
    }

    /// `$12` is group 12 if it exists, else group 1 followed by `2`.
    private static func shortReference(
        _ bytes: [UInt8], at start: Int, _ regex: Regex
    ) throws(RegexError) -> (group: Int, end: Int)? {
        var end = start + 1
        var group = 0
        while end < bytes.count, (0x30...0x39).contains(bytes[end]) {
            let longer = group * 10 + Int(bytes[end] - 0x30)
            if longer > regex.groupCount { break }
            group = longer
            end += 1
        }
        if end > start + 1 { return (group, end) }
        guard (0x30...0x39).contains(bytes[end]) else { return nil }
        let name = String(Character(Unicode.Scalar(bytes[end])))
        throw .noSuchGroup(name, groupCount: regex.groupCount, start..<end + 1)
    }

    /// Appends the replacement of one match.
    func append(_ match: RegexMatch, of text: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        for piece in pieces {
            switch piece {
            case .text(let bytes): output += bytes
            case .group(let number):
                if let range = match[number] { output += UnsafeRawBufferPointer(rebasing: text[range]) }
            }
        }
    }
}
