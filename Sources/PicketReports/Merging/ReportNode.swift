package import PicketRuntime

/// Why a file is not a report that can be read.
package enum ReportProblem: Error, Sendable, Equatable {
    case notJSON(JSONProblem)
    /// A report of another form or version.
    case otherSchema
    /// A member lacks, or is not what the schema says.
    case malformed(path: String, expected: String)

    /// One sentence that follows the file's name.
    package var message: String {
        switch self {
        case .notJSON(let problem): "\(problem.message) (byte \(problem.offset))"
        case .otherSchema: "this is not a report that `--report-json` of this version writes (`\(JSONReport.schema)`)"
        case .malformed(let path, let expected): "`\(path)` is not \(expected)"
        }
    }
}

/// A value of a report that is read, with its place in the document.
///
/// Empty members are left out of a report, so a text that is not there is empty, and a list has no elements. Members
/// that this version does not know are passed over.
struct ReportNode {
    let value: Value
    /// Such as `files[3].cases[0]`; empty for the whole document.
    let path: String

    /// The longest time in a report, 104 days: sums of many of them are still numbers.
    static let longestTime: Int64 = 1 << 53

    func problem(_ expected: String) -> ReportProblem {
        .malformed(path: path.isEmpty ? "the document" : path, expected: expected)
    }

    private func map() throws(ReportProblem) -> ValueMap {
        guard case .map(let map) = value else { throw problem("an object") }
        return map
    }

    /// Returns a member; nil if it is left out.
    func member(_ name: String) throws(ReportProblem) -> ReportNode? {
        guard let value = try map()[name], value != .null else { return nil }
        return ReportNode(value: value, path: path.isEmpty ? name : "\(path).\(name)")
    }

    private func required(_ name: String) throws(ReportProblem) -> ReportNode {
        if let node = try member(name) { return node }
        throw .malformed(path: path.isEmpty ? name : "\(path).\(name)", expected: "there")
    }

    func elements(_ name: String) throws(ReportProblem) -> [ReportNode] {
        guard let node = try member(name) else { return [] }
        guard case .list(let elements) = node.value else { throw node.problem("a list") }
        return elements.enumerated().map { ReportNode(value: $1, path: "\(node.path)[\($0)]") }
    }

    /// Converts each element of a list.
    func list<Element>(
        _ name: String, _ convert: (ReportNode) throws(ReportProblem) -> Element
    ) throws(ReportProblem) -> [Element] {
        var result: [Element] = []
        for node in try elements(name) { result.append(try convert(node)) }
        return result
    }

    // MARK: Scalars

    func string() throws(ReportProblem) -> String {
        guard case .string(let text) = value else { throw problem("a text") }
        return text
    }

    func text(_ name: String) throws(ReportProblem) -> String { try textIfThere(name) ?? "" }

    func textIfThere(_ name: String) throws(ReportProblem) -> String? { try member(name)?.string() }

    func flag(_ name: String) throws(ReportProblem) -> Bool {
        guard let node = try member(name) else { return false }
        guard case .boolean(let flag) = node.value else { throw node.problem("true or false") }
        return flag
    }

    func integer(in range: ClosedRange<Int64>) throws(ReportProblem) -> Int64 {
        guard case .integer(let number) = value, range.contains(number) else {
            throw problem("a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func integerIfThere(_ name: String, in range: ClosedRange<Int64>) throws(ReportProblem) -> Int64? {
        try member(name)?.integer(in: range)
    }

    /// Returns nanoseconds.
    func time(_ name: String) throws(ReportProblem) -> Int64 {
        try required(name).integer(in: 0...Self.longestTime)
    }

    /// Returns the case whose name a text is.
    func choice<Choice: RawRepresentable>(
        _ name: String, _ type: Choice.Type
    ) throws(ReportProblem) -> Choice where Choice.RawValue == String {
        let node = try required(name)
        guard let choice = Choice(rawValue: try node.string()) else { throw node.problem("a known word") }
        return choice
    }
}
