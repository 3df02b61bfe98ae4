/// Formats floats as the language prints them, so that a script can read them back.
package enum FloatText {
    /// The shortest digits that yield this float. The exponent has no `+`, which the language does not allow.
    package static func bytes(_ value: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    package static func append(_ value: Double, to text: inout [UInt8]) {
        for byte in value.description.utf8 where byte != UInt8(ascii: "+") { text.append(byte) }
    }
}
