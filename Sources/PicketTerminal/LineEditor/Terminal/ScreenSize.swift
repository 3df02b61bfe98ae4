import CLineEdit
import PicketSyntax
import PicketSystem
import SystemPackage

/// The present size of the terminal on standard output.
package struct ScreenSize: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
    }

    /// nil if standard output is no terminal, or the terminal does not know its size.
    package static var current: ScreenSize? {
        var (columns, rows): (Int32, Int32) = (0, 0)
        let output = FileDescriptor.standardOutput.rawValue
        guard line_edit_size(output, &columns, &rows) else { return nil }
        return ScreenSize(columns: Int(columns), rows: Int(rows))
    }

    /// The longest line of running text: that of the terminal, or any without one.
    package static var textWidth: Int { current.map { max(20, $0.columns) } ?? .max }

    /// Whether a text and the next prompt fit on the screen. Styles (ECMA-48, Select Graphic Rendition) take no columns.
    package func holds(_ text: String) -> Bool {
        var used = 1
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            used += max(1, (Self.width(of: Substring(line)) + columns - 1) / columns)
            if used > rows { return false }
        }
        return true
    }

    private static func width(of line: Substring) -> Int {
        guard line.utf8.contains(0x1B) else { return DisplayWidth.columns(of: line) }
        var (plain, isStyle) = (String.UnicodeScalarView(), false)
        for scalar in line.unicodeScalars {
            if scalar == "\u{1B}" { isStyle = true } else if !isStyle { plain.append(scalar) }
            if scalar == "m" { isStyle = false }
        }
        return DisplayWidth.columns(of: String(plain))
    }
}
