extension Value {
    /// Collects all texts in the value, including keys.
    package func collectTexts(_ texts: inout [String]) {
        switch self {
        case .string(let text): texts.append(text)
        case .secret(let value): value.collectTexts(&texts)
        case .list(let elements): for element in elements { element.collectTexts(&texts) }
        case .map(let map):
            texts += map.keys
            for value in map.values { value.collectTexts(&texts) }
        default: break
        }
    }

    /// The value with no part marked as secret.
    package var plain: Value {
        switch self {
        case .secret(let value): return value.plain
        case .list(let elements): return .list(elements.map(\.plain))
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[key] = value.plain }
            return .map(result)
        default: return self
        }
    }

    /// The first part of the value that cannot be read; nil if there is none.
    package var unreadablePart: UnreadableValue? {
        switch self {
        case .unreadable(let value): value
        case .secret(let value): value.unreadablePart
        case .list(let elements): elements.lazy.compactMap(\.unreadablePart).first
        case .map(let map): map.values.lazy.compactMap(\.unreadablePart).first
        default: nil
        }
    }

    /// Whether the value or any part of it is bytes or cannot be read, so that JSON cannot hold it.
    package var holdsBytes: Bool {
        switch self {
        case .bytes, .unreadable: true
        case .secret(let value): value.holdsBytes
        case .list(let elements): elements.contains(where: \.holdsBytes)
        case .map(let map): map.values.contains(where: \.holdsBytes)
        default: false
        }
    }

    /// Whether the value or any part of it is secret.
    package var holdsSecret: Bool {
        switch self {
        case .secret: true
        case .list(let elements): elements.contains(where: \.holdsSecret)
        case .map(let map):
            map.keys.indices.contains { map.isSecret(keyAt: $0) } || map.values.contains(where: \.holdsSecret)
        default: false
        }
    }
}
