import PicketSyntax

/// Replaces secrets in typed texts by environment variables.
struct ScriptSecrets {
    /// A text without its secrets.
    struct Replaced {
        var text = ""
        /// The variables in unexpected places, by their offsets in the text.
        var unexpected: [(offset: Int, variable: String)] = []

        func notes(in span: SourceSpan) -> [String] {
            var names: [String] = []
            for (offset, name) in unexpected where offset >= span.start && offset < span.end && !names.contains(name) {
                names.append(name)
            }
            return names
        }
    }

    /// A piece of the text to replace, and the form of its replacement.
    private struct Edit {
        let span: Range<Int>
        let secret: [UInt8]
        let form: Form
        let isExpected: Bool

        enum Form {
            /// A literal of an expression; a command's argument, which needs brackets; a number; a duration, whose
            /// variable is in seconds; a key of a map.
            case value, argument, integer, float, duration, key
            /// A part of a text.
            case part
        }
    }

    private let table: SecretNames
    private let names: SecretVariables
    private let places: ([UInt8]) -> [Range<Int>]
    /// The environment variables that the texts themselves read, and that therefore hold something else.
    private let taken: [String]
    /// The environment variables for secrets, by the secret's text.
    private var variables: [(secret: [UInt8], suffix: String, name: String)] = []

    /// - Parameters:
    ///   - texts: All texts of the session, because a later text may make an earlier name secret.
    ///   - places: Returns the places of secrets that are known from elsewhere.
    init(_ texts: [String], _ table: SecretNames, _ places: @escaping ([UInt8]) -> [Range<Int>]) {
        self.table = table
        taken = texts.flatMap { FileLiterals($0).all.filter { $0.kind == .environment }.map(\.text) }
        self.places = { text in
            let urls = ShownURL.userInformation(in: text)
            return (places(text) + urls).sorted { $0.lowerBound < $1.lowerBound }
        }
        var names = SecretVariables()
        // Each round but the last finds another name.
        for _ in 0...texts.count {
            let known = names
            for text in texts {
                let found = SecretLiterals(SourceFile(name: "", text: text), table, names: names)
                if let found { names.formUnion(found.names) }
            }
            if names == known { break }
        }
        self.names = names
    }

    /// Whether a statement still contains a secret outside of its comments.
    func isLeft(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        let found = places(bytes)
        guard !found.isEmpty else { return false }
        let comments = highlight(SourceFile(name: "", bytes: bytes)).filter { $0.1 == .comment }.map(\.0)
        return !found.allSatisfy { place in
            comments.contains { Int($0.start) <= place.lowerBound && place.upperBound <= Int($0.end) }
        }
    }

    mutating func takenOut(of typed: String) -> Replaced {
        let source = SourceFile(name: "", text: typed)
        var result = Replaced()
        var offset = 0
        func text(_ span: Range<Int>) -> String { source.text(SourceSpan(span.lowerBound, span.upperBound)) }
        for edit in edits(source) where edit.span.lowerBound >= offset {
            result.text += text(offset..<edit.span.lowerBound)
            let suffix = edit.form == .duration ? "_SECONDS" : ""
            let variable = variable(for: edit.secret, after: result.text, suffix)
            if !edit.isExpected { result.unexpected.append((result.text.utf8.count, variable)) }
            let call = "env(\"\(variable)\")"
            switch edit.form {
            case .value: result.text += call
            case .argument: result.text += "(\(call))"
            case .integer: result.text += "int(\(call))"
            case .float: result.text += "float(\(call))"
            case .duration: result.text += "(float(\(call)) * 1s)"
            case .key: result.text += "\"$(\(call))\""
            case .part: result.text += "$(\(call))"
            }
            offset = edit.span.upperBound
        }
        result.text += text(offset..<source.count)
        return result
    }

    /// Returns the edits in the order of the text.
    private func edits(_ source: SourceFile) -> [Edit] {
        guard let literals = SecretLiterals(source, table, names: names) else { return [] }
        var edits: [Edit] = []
        // An empty text, or one that consists of interpolated values only, hides nothing.
        for literal in literals.all where !literal.text.allSatisfy({ $0 == 0 }) {
            let span = Int(literal.span.start)..<Int(literal.span.end)
            let isSecret = literals.spans.contains { $0.start <= literal.span.start && literal.span.end <= $0.end }
            let form = Self.form(of: literal)
            if isSecret {
                edits.append(
                    Edit(span: span, secret: literal.text, form: form, isExpected: literal.isGivenAsSecret))
                continue
            }
            let found = places(literal.text)
            guard !found.isEmpty else { continue }
            let written = literal.takesValues ? self.places(Array(source.bytes(literal.span))) : []
            // The secret is the whole literal, or is written with escapes.
            guard !written.isEmpty, found.first != 0..<literal.text.count else {
                edits.append(Edit(span: span, secret: literal.text, form: form, isExpected: false))
                continue
            }
            for place in written {
                let part = span.lowerBound + place.lowerBound..<span.lowerBound + place.upperBound
                let secret = Array(source.bytes(SourceSpan(part.lowerBound, part.upperBound)))
                edits.append(Edit(span: part, secret: secret, form: .part, isExpected: false))
            }
        }
        return edits.sorted { ($0.span.lowerBound, $1.span.upperBound) < ($1.span.lowerBound, $0.span.upperBound) }
    }

    private static func form(of literal: SecretLiterals.Literal) -> Edit.Form {
        switch literal.kind {
        case .integer: .integer
        case .float: .float
        case .duration: .duration
        case .key: .key
        case .text: literal.isArgument ? .argument : .value
        }
    }

    /// Returns the variable for a secret: `password=…` gives `PASSWORD`, `secret pg = …` gives `PG`, and another secret
    /// with that name `PASSWORD_2`.
    ///
    /// - Parameter suffix: The end of the variable's name, which tells the form of the value.
    private mutating func variable(for secret: [UInt8], after text: String, _ suffix: String) -> String {
        if let known = variables.first(where: { $0.secret == secret && $0.suffix == suffix }) { return known.name }
        let stem = Self.stem(before: text) + suffix
        var name = stem
        var count = 1
        while variables.contains(where: { $0.name.hasBytes(of: name) })
            || taken.contains(where: { $0.hasBytes(of: name) })
        {
            count += 1
            name = "\(stem)_\(count)"
        }
        variables.append((secret, suffix, name))
        return name
    }

    /// Returns the name that the value is assigned to.
    private static func stem(before text: String) -> String {
        var rest = text.utf8[...]
        func drop(_ isDropped: (UInt8) -> Bool) { while let last = rest.last, isDropped(last) { rest.removeLast() } }
        drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let sign = rest.last, "=:".utf8.contains(sign) else { return "SECRET" }
        drop { !isNameByte($0) }
        let name = rest.reversed().prefix(while: isNameByte).reversed()
        let isName = name.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
        return isName ? String(decoding: Array(name), as: UTF8.self).uppercased() : "SECRET"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
