import PicketSyntax

/// A text that a person looks for, in any case of its letters.
struct WantedText {
    private let text: [UInt8]

    init(_ text: String) { self.text = Self.folded(text) }

    /// Whether a text contains it. An empty one is in every text.
    func isIn(_ other: String) -> Bool { text.isEmpty || Self.folded(other).place(of: text) != nil }

    private static func folded(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }
}
