import PicketSyntax

/// A text that ran.
struct RanText {
    let text: String
    let source: SourceFile
    /// Whether it was read from a file.
    let isFile: Bool
    /// The folder in which its files are looked for.
    let folder: String
    /// The values that were given for its parameters, as literals; nil for a secret one.
    let given: [(name: String, literal: String?)]
}
