/// How each style looks.
package struct Theme: Sendable {
    private var appearances: [TextStyle: Appearance]

    package subscript(style: TextStyle) -> Appearance {
        get { appearances[style] ?? .plain }
        set { appearances[style] = newValue }
    }

    /// Readable on dark and on light ground: the palette's plain colours, and a trait where colour alone would say it.
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
