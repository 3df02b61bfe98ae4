/// An interpolated text as 32-bit words: how many pieces, then two words a piece.
///
/// A piece is a register (`register` set in the first word, its byte offset in the rest), or a stretch of the function's
/// template text (offset, then length).
enum Template {
    static let register: UInt32 = 0x8000_0000
    /// Bytes behind the template text that may be read, so that a short piece is copied as a whole.
    static let padding = 16
}

extension FunctionBuilder {
    enum TemplatePiece {
        case bytes([UInt8])
        case register(Int)
    }

    /// Adds a template and returns where it begins.
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
