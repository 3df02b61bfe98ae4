/// Text for a POSIX shell, to be copied from a message or to be run.
package enum ShellText {
    /// Returns a text as one word. Text without special characters stays as it is.
    package static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: ","):
                true
            default: byte >= 0x80
            }
        }
        return isPlain && !text.isEmpty ? text : quoted(text)
    }

    /// Returns a text as one word in quotes. A quote may be part of a character, such as one with an accent.
    package static func quoted(_ text: String) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "'\\''") + "'"
    }

    /// Returns a path as one word that no command takes for an option.
    package static func path(_ path: String) -> String {
        word(path.utf8.first == UInt8(ascii: "-") ? "./" + path : path)
    }
}
