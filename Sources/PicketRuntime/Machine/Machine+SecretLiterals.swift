package import PicketSyntax

/// The literals that an excerpt of a place hides, and what hides them in the other texts of a failure there.
struct SecretQuotes {
    private let places: HiddenPlaces
    private let source: SourceFile
    /// What an offset of the script's source is more than one of `source`.
    private let shift: Int
    private let literals: [[UInt8]]

    /// A source beyond this is not read again for a message.
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

    /// A stretch of the source as an excerpt shows it.
    func text(_ span: SourceSpan) -> String { places.text(moved(span), of: source) }

    /// A value of the failure: of one that a hidden literal stands for its type alone.
    func hide(_ value: Failure.ShownValue, of span: SourceSpan? = nil) -> Failure.ShownValue {
        if let span, places.hides(moved(span)) {
            return Failure.ShownValue(Mask.text, type: value.type, isSecret: true)
        }
        var value = value
        value.text = hide(value.text)
        return value
    }

    /// A text with `•••` for the literals where they stand by themselves in it.
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
    /// Variables that hold secrets in texts that ran before, such as the lines of a session.
    package var secretVariables: SecretVariables? {
        get { heap.secretVariables }
        set { heap.secretVariables = newValue }
    }

    /// What an excerpt of a place hides.
    func secretQuotes(in span: SourceSpan) -> SecretQuotes {
        let secrets =
            heap.sourceSecrets ?? SourceSecrets(commands.secretNames, names: heap.secretVariables ?? SecretVariables())
        heap.sourceSecrets = secrets
        return SecretQuotes(span, of: currentFunction.source, secrets)
    }

    /// As far as an excerpt shows a line.
    private static let lineReach = 1_024

    /// Hides in a label what an excerpt of its line hides.
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
