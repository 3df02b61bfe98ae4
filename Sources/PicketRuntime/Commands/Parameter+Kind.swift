extension Parameter {
    /// Describes the kind in one or two words, for lists.
    package var kindText: String {
        switch kind {
        case .text: return "text"
        case .path: return "path"
        case .integer(let bounds):
            return bounds.lowerBound == .min && bounds.upperBound == .max
                ? "integer" : "integer \(bounds.lowerBound)…\(bounds.upperBound)"
        case .boolean: return "true or false"
        case .duration: return "duration"
        case .tags: return "tags"
        case .value: return "any value"
        }
    }
}
