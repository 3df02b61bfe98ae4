import PicketSyntax

extension String {
    /// The text as a literal of the language.
    var inScript: String {
        let escaped = replacing(text: "\\", by: "\\\\").replacing(text: "\"", by: "\\\"")
            .replacing(text: "$", by: "\\$")
        return "\"\(escaped)\""
    }
}
