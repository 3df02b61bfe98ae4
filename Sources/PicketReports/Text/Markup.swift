extension ReportText {
    /// Writes escaped text for elements and double-quoted attributes, valid in XML 1.0 and HTML.
    ///
    /// - Parameter isAttribute: Whether to escape line ends and tabs, which a parser would turn into blanks.
    mutating func markup(_ text: String, isAttribute: Bool = false) {
        seam()
        defer { seam() }
        if text.utf8.allSatisfy(ReportText.isPlain) { return raw(text) }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\n" where isAttribute: result.append(contentsOf: "&#10;".unicodeScalars)
            case "\t" where isAttribute: result.append(contentsOf: "&#9;".unicodeScalars)
            // The page uses these characters as marks.
            case _ where FoldedBodies.marks.contains(scalar.value):
                result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            default: result.append(scalar.shownInstead ?? scalar)
            }
        }
        raw(String(result))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x21, 0x23...0x25, 0x28...0x3B, 0x3D, 0x3F...0x7E: return true
        default: return false
        }
    }

    /// Writes an attribute ` name="value"`.
    mutating func attribute(_ name: String, _ value: String) {
        raw(" \(name)=\"")
        markup(value, isAttribute: true)
        raw("\"")
    }
}
