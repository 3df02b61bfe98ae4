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
        /// The value of the variable; nil if the literal contains interpolated values.
        let value: [UInt8]?
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
    /// The environment variables that the texts themselves read. Each holds something else, unless the session knows that
    /// its value is the same.
    private let taken: [String]
    /// Returns the value of an environment variable of the session.
    private let environment: (String) -> String?
    /// The environment variables for secrets, by the secret's text.
    private var variables: [Variable] = []

    private struct Variable {
        let secret: [UInt8]
        let suffix: String
        let name: String
        /// nil if it is not known.
        let value: [UInt8]?
    }

    /// - Parameters:
    ///   - texts: All texts of the session, because a later text may make an earlier name secret.
    ///   - environment: Returns the value of an environment variable of the session.
    ///   - places: Returns the places of secrets that are known from elsewhere.
    init(
        _ texts: [String], _ table: SecretNames, environment: @escaping (String) -> String? = { _ in nil },
        _ places: @escaping ([UInt8]) -> [Range<Int>]
    ) {
        self.table = table
        self.environment = environment
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
        for text in texts { nameSecrets(of: text) }
    }

    /// Names the variables of the secrets that a text gives as secrets. So a secret is never named after another place
    /// where its text stands, such as `user=postgres` before `password=postgres`.
    private mutating func nameSecrets(of typed: String) {
        _ = replaced(typed) { secrets, edit, stem in
            edit.isExpected ? secrets.variable(for: edit, stem: stem) : "SECRET"
        }
    }

    /// The values of the variables, as far as they are known.
    var values: [(name: String, value: String)] {
        variables.compactMap { variable in
            variable.value.map { (variable.name, String(decoding: $0, as: UTF8.self)) }
        }
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
        replaced(typed) { secrets, edit, stem in secrets.variable(for: edit, stem: stem) }
    }

    /// - Parameter variable: Returns the variable that replaces a secret.
    private mutating func replaced(
        _ typed: String, by variable: (_ secrets: inout Self, _ edit: Edit, _ stem: String) -> String
    ) -> Replaced {
        let source = SourceFile(name: "", text: typed)
        var result = Replaced()
        var offset = 0
        func text(_ span: Range<Int>) -> String { source.text(SourceSpan(span.lowerBound, span.upperBound)) }
        for edit in edits(source) where edit.span.lowerBound >= offset {
            result.text += text(offset..<edit.span.lowerBound)
            let variable = variable(&self, edit, Self.stem(before: result.text))
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
            if isSecret {
                edits.append(Self.edit(literal, isExpected: literal.isGivenAsSecret))
                continue
            }
            let found = places(literal.text)
            guard !found.isEmpty else { continue }
            let written = literal.takesValues ? self.places(Array(source.bytes(literal.span))) : []
            // The secret is the whole literal, or is written with escapes.
            guard !written.isEmpty, found.first != 0..<literal.text.count else {
                edits.append(Self.edit(literal, isExpected: false))
                continue
            }
            for place in written {
                let part = span.lowerBound + place.lowerBound..<span.lowerBound + place.upperBound
                let secret = Array(source.bytes(SourceSpan(part.lowerBound, part.upperBound)))
                edits.append(Edit(span: part, secret: secret, value: secret, form: .part, isExpected: false))
            }
        }
        return edits.sorted { ($0.span.lowerBound, $1.span.upperBound) < ($1.span.lowerBound, $0.span.upperBound) }
    }

    private static func edit(_ literal: SecretLiterals.Literal, isExpected: Bool) -> Edit {
        let value =
            literal.kind == .duration
            ? literal.text.withUnsafeBufferPointer { durationValue(of: $0) }.map(Self.seconds)
            : literal.text.contains(0) ? nil : literal.text
        return Edit(
            span: Int(literal.span.start)..<Int(literal.span.end), secret: literal.text, value: value,
            form: form(of: literal), isExpected: isExpected)
    }

    private static func seconds(_ nanoseconds: Int64) -> [UInt8] {
        let digits = String(nanoseconds % 1_000_000_000)
        let fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        return Array("\(nanoseconds / 1_000_000_000).\(fraction)".utf8)
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
    /// - Parameter stem: The name that the value is assigned to.
    private mutating func variable(for edit: Edit, stem: String) -> String {
        // The end of the name tells the form of the value.
        let suffix = edit.form == .duration ? "_SECONDS" : ""
        let known = variables.first { $0.secret == edit.secret && $0.suffix.hasBytes(of: suffix) }
        if let known { return known.name }
        let name = variableOfTexts(holding: edit.value) ?? freeName(stem + suffix, for: edit.value)
        variables.append(Variable(secret: edit.secret, suffix: suffix, name: name, value: edit.value))
        return name
    }

    /// Returns a variable that the texts read already and that has this value; nil if there is none.
    private func variableOfTexts(holding value: [UInt8]?) -> String? {
        guard let value else { return nil }
        return taken.first { environment($0)?.utf8.elementsEqual(value) ?? false }
    }

    private func freeName(_ stem: String, for value: [UInt8]?) -> String {
        var name = stem
        var count = 1
        while !isFree(name, for: value) {
            count += 1
            name = "\(stem)_\(count)"
        }
        return name
    }

    /// Whether a variable can hold a value: no other secret has its name, and the session knows no other value of it.
    private func isFree(_ name: String, for value: [UInt8]?) -> Bool {
        guard !variables.contains(where: { $0.name.hasBytes(of: name) }) else { return false }
        if let present = environment(name) { return value.map { present.utf8.elementsEqual($0) } ?? false }
        return !taken.contains { $0.hasBytes(of: name) }
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
