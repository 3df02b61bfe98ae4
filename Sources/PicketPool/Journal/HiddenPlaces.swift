import PicketRuntime
import PicketSyntax

/// In a resumed run, a text in place of each secret that the journal hid. Nothing else contains it, and it is shown as
/// `•••`.
///
/// It goes through a script like the secret itself. A request that contains it needs a value that the journal does not
/// have, and is not sent.
struct HiddenPlaces {
    /// The text consists of digits only, so no change of case and no URL encoding changes it.
    private let text: String
    private let secrets = SecretStore()

    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<40).map { _ in String(Int.random(in: 1...9, using: &generator)) }.joined()
        secrets.add(text)
    }

    /// Makes the text a secret of a run.
    func declare(in store: SecretStore) { store.add(text) }

    /// Returns a text of a line with the hidden secrets filled in.
    func filled(_ line: String) -> String { line.replacing(text: Mask.text, by: text) }

    func filled(_ line: Value) -> Value {
        switch line {
        case .string(let line): return .string(filled(line))
        case .list(let elements): return .list(elements.map { filled($0) })
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[filled(key)] = filled(value) }
            return .map(result)
        default: return line
        }
    }

    // MARK: Places in a line

    /// Returns the place of a member as a JSON pointer (RFC 6901), if the line shows its key and value.
    static func place(of key: String, in outer: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return outer + "/" + key
        }
        return outer + "/" + key.replacing(text: "~", by: "~0").replacing(text: "/", by: "~1")
    }

    /// Adds the places at which the shown value differs. For a map with hidden keys, it adds the place of the map.
    static func differing(_ value: Value, _ shown: Value, at place: String, _ places: inout [String]) {
        guard value != shown else { return }
        switch (value, shown) {
        case (.list(let values), .list(let shown)) where values.count == shown.count:
            for (index, (value, shown)) in zip(values, shown).enumerated() where value != shown {
                differing(value, shown, at: "\(place)/\(index)", &places)
            }
        case (.map(let map), .map(let shown)) where map.keys.elementsEqual(shown.keys, by: { $0.hasBytes(of: $1) }):
            for (key, (value, shown)) in zip(map.keys, zip(map.values, shown.values)) where value != shown {
                differing(value, shown, at: Self.place(of: key, in: place), &places)
            }
        default: places.append(place)
        }
    }

    /// Returns the record of the hidden places for a line, or true if a place has a secret in its own name.
    static func said(_ places: [String], _ redactor: Redactor) -> Shown<Value> {
        let shown = places.map { redactor.show($0) }
        guard zip(places, shown).allSatisfy({ $0.hasBytes(of: $1.content) }) else { return .boolean(true) }
        return places.isEmpty ? .boolean(false) : .list(shown.map(\.value))
    }

    /// Fills the hidden places of one line, with the line's record of them.
    struct Filling {
        private let hidden: HiddenPlaces
        /// The hidden places; nil if the line does not record them. Then each mark stands for a secret.
        private let places: Set<TextKey>?

        init(_ said: Value?, _ hidden: HiddenPlaces) {
            self.hidden = hidden
            switch said {
            case .boolean(false)?: places = []
            case .list(let said)?: places = Set(said.compactMap { $0.text.map { TextKey($0) } })
            default: places = nil
            }
        }

        private func isFilled(_ place: String) -> Bool { places?.contains(TextKey(place)) ?? true }

        /// Whether the line hides nothing. This is the usual case, which needs no places.
        private var isNothing: Bool { places?.isEmpty ?? false }

        func callAsFunction(_ place: @autoclosure () -> String, _ text: String) -> String {
            !isNothing && isFilled(place()) ? hidden.filled(text) : text
        }

        func callAsFunction(_ place: String, _ value: Value) -> Value {
            if isNothing { return value }
            if isFilled(place) { return hidden.filled(value) }
            switch value {
            case .list(let elements):
                return .list(elements.enumerated().map { self("\(place)/\($0.offset)", $0.element) })
            case .map(let map):
                var result = ValueMap()
                for (key, value) in zip(map.keys, map.values) {
                    result[key] = self(HiddenPlaces.place(of: key, in: place), value)
                }
                return .map(result)
            default: return value
            }
        }
    }

    func isIn(_ text: String) -> Bool { Redactor(secrets).show(text).content != text }

    func isIn(_ value: Value) -> Bool {
        var texts: [String] = []
        value.collectTexts(&texts)
        return texts.contains { isIn($0) }
    }
}
