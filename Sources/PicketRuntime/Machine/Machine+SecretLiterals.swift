package import PicketSyntax

/// The literals that an excerpt hides, to hide them in the other texts of a failure at the same place.
struct SecretQuotes {
    private let places: HiddenPlaces
    private let source: SourceFile
    /// The difference between an offset in the script's source and in `source`.
    private let shift: Int
    private let literals: [[UInt8]]

    /// A larger source is not searched again for a message.
    private static let sourceLimit = 1 << 20

    init(_ span: SourceSpan, of source: SourceFile, _ secrets: SourceSecrets) {
        if source.count <= SecretQuotes.sourceLimit {
            (self.source, shift) = (source, 0)
            places = secrets.places(in: source)
        } else {
            let keyword = Array("expect ".utf8)
            self.source = SourceFile(name: "", bytes: keyword + source.bytes(span))
            shift = Int(span.start) - keyword.count
            places = secrets.places(inPassing: self.source)
        }
        let stretch = SourceSpan(Int(span.start) - shift, Int(span.end) - shift)
        literals = places.literals(in: stretch)
    }

    private func moved(_ span: SourceSpan) -> SourceSpan {
        SourceSpan(Int(span.start) - shift, Int(span.end) - shift)
    }

    /// A range of the source, as an excerpt shows it.
    func text(_ span: SourceSpan) -> String { places.text(moved(span), of: source) }

    /// Hides a value of the failure. If it comes from a hidden literal, only its type is shown.
    func hide(_ value: Failure.ShownValue, of span: SourceSpan? = nil) -> Failure.ShownValue {
        if let span, places.hides(moved(span)) {
            return Failure.ShownValue(Mask.text, type: value.type, isSecret: true)
        }
        var value = value
        value.text = hide(value.text)
        return value
    }

    /// Replaces the literals in a text by `•••` where they are separate words.
    func hide(_ text: String) -> String {
        guard !literals.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for literal in literals {
            let quoted = SecretForms.quoted(literal)
            bytes = SecretQuotes.replace(literal, in: bytes)
            if quoted != literal { bytes = SecretQuotes.replace(quoted, in: bytes) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replace(_ literal: [UInt8], in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while position < text.count {
            let place = position..<position + literal.count
            if place.upperBound <= text.count, text[place].elementsEqual(literal),
                literal.count >= SecretForms.anywhere || Redactor.stands(place, in: text)
            {
                result += Mask.bytes
                position = place.upperBound
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }
}

extension Machine {
    /// Variables that hold secrets in earlier texts, such as the lines of a session.
    package var secretVariables: SecretVariables? {
        get { heap.secretVariables }
        set { heap.secretVariables = newValue }
    }

    /// The literals that an excerpt of a span hides.
    func secretQuotes(in span: SourceSpan) -> SecretQuotes {
        let secrets =
            heap.sourceSecrets ?? SourceSecrets(commands.secretNames, names: heap.secretVariables ?? SecretVariables())
        heap.sourceSecrets = secrets
        return SecretQuotes(span, of: currentFunction.source, secrets)
    }

    /// The part of a line that an excerpt shows.
    private static let lineReach = 1_024

    /// Hides in a label the literals that an excerpt of its line hides.
    func hidingLiterals(_ label: String) -> String {
        let source = currentFunction.source
        let bytes = source.bytes(source.span)
        var (start, end) = (Int(currentLocation.span.start), Int(currentLocation.span.end))
        let (first, last) = (max(0, start - Machine.lineReach), min(bytes.count, end + Machine.lineReach))
        while start > first, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        while end < last, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        charge(scanned: end - start)
        return secretQuotes(in: SourceSpan(start, end)).hide(label)
    }
}
