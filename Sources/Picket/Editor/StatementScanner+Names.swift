internal import PicketSyntax

/// The variables that statements declare, by their words.
extension StatementScanner {
    /// Returns the variables that a statement declares in its own block.
    static func names(declaredBy words: [String]) -> [InputContext.LocalName] {
        guard words.count > 1 else { return [] }
        switch StatementKeyword(rawValue: words[0]) {
        case .let, .param, .secret: return variables([words[1]])
        case nil where words.count > 2 && words[words.count - 2].hasBytes(of: "as"):
            return variables([words[words.count - 1]], isResponse: true)
        default: return []
        }
    }

    /// Returns the variables that a statement declares in the block that it opens: those of a loop, the parameters of a
    /// def, and a caught failure.
    static func names(inBlockOf words: [String]) -> [InputContext.LocalName] {
        guard words.count > 1 else { return [] }
        switch StatementKeyword(rawValue: words[0]) {
        case .for: return variables(words.dropFirst().prefix { !$0.hasBytes(of: "in") }.flatMap(parts))
        case .catch: return variables([words[1]])
        case .def:
            let signature = words.dropFirst().joined(separator: " ")
            guard let opening = signature.utf8.firstIndex(of: UInt8(ascii: "(")) else { return [] }
            return variables(parts(String(signature[signature.index(after: opening)...])))
        default: return []
        }
    }

    /// Returns the names at the beginnings of the parts of a list.
    private static func parts(_ list: String) -> [String] {
        list.utf8.split(separator: UInt8(ascii: ",")).map { part in
            let name = part.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.prefix(while: isNameByte)
            return String(decoding: Array(name), as: UTF8.self)
        }
    }

    private static func variables(_ names: [String], isResponse: Bool = false) -> [InputContext.LocalName] {
        names.filter(isName).map { InputContext.LocalName(name: $0, isResponse: isResponse) }
    }

    static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy(isNameByte) && text.utf8.first.map { !isDigit($0) } == true
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
