/// Functions by index. Those of one part of a script are adjacent.
///
/// It is an array, because the metadata of a dictionary would cost each start a tenth of its instructions.
struct FinishedFunctions {
    /// The index of the first function.
    private var first = 0
    private var functions: [Function?] = []

    var isEmpty: Bool { functions.isEmpty }

    subscript(index: Int) -> Function? {
        get { functions.indices.contains(index - first) ? functions[index - first] : nil }
        set {
            if functions.isEmpty { first = index }
            if index < first {
                functions.insert(contentsOf: repeatElement(nil, count: first - index), at: 0)
                first = index
            }
            while functions.count <= index - first { functions.append(nil) }
            functions[index - first] = newValue
        }
    }
}
