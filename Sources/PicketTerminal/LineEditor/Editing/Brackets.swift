/// Finds the partner of the bracket at the cursor.
enum Brackets {
    private static let partners: [Unicode.Scalar: Unicode.Scalar] = [
        "(": ")", "[": "]", "{": "}", ")": "(", "]": "[", "}": "{",
    ]

    /// Returns the bracket under the cursor, or else the one before it, and its partner; nil if there is no pair.
    ///
    /// - Parameter isCode: Returns false for a scalar inside a string or a comment, where a bracket is only text.
    static func pair(in scalars: [Unicode.Scalar], at cursor: Int, isCode: (Int) -> Bool) -> (Int, Int)? {
        for index in [cursor, cursor - 1] where scalars.indices.contains(index) && isCode(index) {
            guard let partner = partners[scalars[index]] else { continue }
            return match(scalars, index, partner, isCode).map { (index, $0) }
        }
        return nil
    }

    private static func match(
        _ scalars: [Unicode.Scalar], _ start: Int, _ partner: Unicode.Scalar, _ isCode: (Int) -> Bool
    ) -> Int? {
        let step = "([{".unicodeScalars.contains(scalars[start]) ? 1 : -1
        var depth = 0
        var index = start
        while scalars.indices.contains(index) {
            if scalars[index] == scalars[start], isCode(index) { depth += 1 }
            if scalars[index] == partner, isCode(index) { depth -= 1 }
            if depth == 0 { return index }
            index += step
        }
        return nil
    }
}
