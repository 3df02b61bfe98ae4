/// The appearance of text on a terminal.
package struct Appearance: Hashable, Sendable {
    /// A colour of the terminal's own palette.
    package enum Color: UInt8, Hashable, Sendable {
        case black, red, green, yellow, blue, magenta, cyan, white
        case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
    }

    /// Traits that a terminal without colour can also show.
    package struct Traits: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let bold = Traits(rawValue: 1)
        package static let dim = Traits(rawValue: 2)
        package static let italic = Traits(rawValue: 4)
        package static let underline = Traits(rawValue: 8)
        package static let inverse = Traits(rawValue: 16)
    }

    package var color: Color?
    package var traits: Traits

    package init(_ color: Color? = nil, _ traits: Traits = []) {
        self.color = color
        self.traits = traits
    }

    package static let plain = Appearance()

    /// Returns the parameters of Select Graphic Rendition (ECMA-48, 8.3.117) after a reset; empty for plain text.
    func parameters(colors: Bool) -> [UInt8] {
        var result: [UInt8] = []
        if traits.contains(.bold) { result.append(1) }
        if traits.contains(.dim) { result.append(2) }
        if traits.contains(.italic) { result.append(3) }
        if traits.contains(.underline) { result.append(4) }
        if traits.contains(.inverse) { result.append(7) }
        if colors, let color { result.append(color.rawValue < 8 ? 30 + color.rawValue : 82 + color.rawValue) }
        return result
    }
}
