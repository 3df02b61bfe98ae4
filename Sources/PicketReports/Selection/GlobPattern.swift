/// A pattern for whole names: `*` matches any text, `?` one character, and a backslash the following character itself.
///
/// A match takes at most as many steps as the product of the two lengths.
package struct GlobPattern: Sendable, Equatable {
    private enum Part: Equatable {
        case any, one
        case character(Character)
    }

    private let parts: [Part]
    /// The pattern as it was written.
    package let text: String

    package init(_ text: String) {
        self.text = text
        var parts: [Part] = []
        var isEscaped = false
        for character in text {
            if isEscaped {
                parts.append(.character(character))
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "*" {
                if parts.last != .any { parts.append(.any) }
            } else {
                parts.append(character == "?" ? .one : .character(character))
            }
        }
        if isEscaped { parts.append(.character("\\")) }
        self.parts = parts
    }

    package func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (part, position) = (0, 0)
        // Where to continue if the part after the latest `*` does not match.
        var retry: (part: Int, position: Int)?
        while position < name.count {
            if part < parts.count, parts[part] == .any {
                retry = (part + 1, position)
                part += 1
            } else if part < parts.count, parts[part] == .one || parts[part] == .character(name[position]) {
                part += 1
                position += 1
            } else if let (nextPart, start) = retry {
                retry = (nextPart, start + 1)
                (part, position) = (nextPart, start + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .any }
    }
}
