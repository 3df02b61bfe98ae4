import PicketSyntax

/// A text that ran.
struct RanText {
    let text: String
    let source: SourceFile
    /// Whether it was read from a file.
    let isFile: Bool
}
