/// The 32-bit words of an interpolated text: the number of pieces, then two words per piece.
///
/// A piece is a register (`register` is set in the first word, which also holds its byte offset), or a range of the
/// function's template text (offset, then length).
enum Template {
    static let register: UInt32 = 0x8000_0000
    /// The number of readable bytes after the template text, so that a short piece can be copied as whole words.
    static let padding = 16
}

extension FunctionBuilder {
    enum TemplatePiece {
        case bytes([UInt8])
        case register(Int)
    }

    /// Adds a template and returns its index.
    mutating func template(_ pieces: [TemplatePiece]) -> Int32 {
        let start = templates.count
        templates.append(UInt32(pieces.count))
        for piece in pieces {
            switch piece {
            case .register(let offset):
                templates.append(Template.register | UInt32(offset))
                templates.append(0)
            case .bytes(let bytes):
                templates.append(UInt32(templateText.count))
                templates.append(UInt32(bytes.count))
                templateText += bytes
            }
        }
        return Int32(start)
    }
}
