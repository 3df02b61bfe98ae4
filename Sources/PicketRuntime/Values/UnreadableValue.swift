/// A value of a data file that cannot be read, such as one with the tag `!vault` in YAML. The rest of the file can.
///
/// A script fails when it reads this value, and not before.
public struct UnreadableValue: Sendable, Equatable {
    /// The tag that is not supported, such as `!vault`.
    public let tag: String
    /// The line of the file, counted from 1.
    public let line: Int

    package init(tag: String, line: Int) {
        self.tag = tag
        self.line = line
    }

    /// Compares tags by their bytes.
    public static func == (left: UnreadableValue, right: UnreadableValue) -> Bool {
        left.tag.utf8.elementsEqual(right.tag.utf8) && left.line == right.line
    }
}

extension UnreadableValue: CustomStringConvertible {
    /// `<!vault, line 12>`
    public var description: String { "<\(tag), line \(line)>" }
}
