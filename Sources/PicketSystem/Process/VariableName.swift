/// Names of environment variables.
package enum VariableName {
    /// Whether a text has the form `[A-Z_][A-Z0-9_]*` that POSIX gives for variables of programs. Any other text may be
    /// a secret in the wrong place, and is never shown.
    package static func isOne(_ name: String) -> Bool {
        let isLetter = { (byte: UInt8) in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
