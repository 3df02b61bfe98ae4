/// The appearance of each style.
package struct Theme: Sendable {
    private var appearances: [TextStyle: Appearance]

    package subscript(style: TextStyle) -> Appearance {
        get { appearances[style] ?? .plain }
        set { appearances[style] = newValue }
    }

    /// A theme that can be read on dark and light backgrounds: the palette's plain colours, plus a trait where colour
    /// alone is not enough.
    package static let standard = Theme(appearances: [
        .command: Appearance(.green, .bold),
        .unknownCommand: Appearance(.red, .underline),
        .argumentName: Appearance(.cyan),
        .string: Appearance(.yellow),
        .number: Appearance(.magenta),
        .variable: Appearance(.blue),
        .comment: Appearance(nil, .dim),
        .keyword: Appearance(.blue, .bold),
        .operator: .plain,
        .error: Appearance(.red, .underline),
        .bracketMatch: Appearance(nil, [.bold, .underline]),
        .ghost: Appearance(nil, .dim),
        .note: Appearance(nil, .dim),
        .selection: Appearance(nil, .inverse),
        .search: Appearance(.yellow, .bold),
    ])
}
