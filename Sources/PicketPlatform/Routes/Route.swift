import HTTPTypes

/// A method and a path, with their handler.
struct Route: Sendable {
    typealias Handler = @Sendable (Exchange) async throws -> Answer

    /// The operation that faults can be planned for; nil for the control paths.
    let operation: Fault.Operation?
    let method: HTTPRequest.Method
    let segments: [Substring]
    let handler: Handler

    /// - Parameter path: Literal segments and at most one `{name}`, which matches any segment that is not empty.
    init(
        _ operation: Fault.Operation?, _ method: HTTPRequest.Method, _ path: StaticString,
        _ handler: @escaping Handler
    ) {
        self.operation = operation
        self.method = method
        self.segments = Self.segments(of: path.description)
        self.handler = handler
    }

    /// Splits a path by bytes, since a combining character after `/` would form one character with it in Swift.
    static func segments(of path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Substring.init)
    }

    func matches(_ path: [Substring]) -> Bool {
        guard path.count == segments.count else { return false }
        return zip(segments, path).allSatisfy { segment, given in
            segment == "{name}" ? !given.isEmpty : segment == given
        }
    }

    /// The path with a placeholder for the name.
    var shown: String { segments.joined(separator: "/") }

    func name(in path: [Substring]) -> Substring? {
        segments.firstIndex(of: "{name}").map { path[$0] }
    }
}
