import PicketSyntax

extension Cell {
    /// The value of a word; nil for a text.
    init?(_ word: WordValue) {
        switch word {
        case .text: return nil
        case .null: self = .null
        case .boolean(let value): self.init(value)
        case .integer(let value): self.init(value)
        case .float(let value): self.init(value)
        case .duration(let value): self.init(nanoseconds: value)
        }
    }
}
