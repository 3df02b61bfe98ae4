import PicketRuntime

/// Writes the files that scripts ask for with `save=`.
package struct FileSaver {
    /// Returns why a file cannot be written, in a phrase; nil if it can. It is called before a request is sent.
    package var problem: (_ path: String) -> String?
    /// Replaces the contents of a file as a whole. Returns why that failed; nil for success.
    package var save: (_ path: String, _ bytes: [UInt8]) -> String?

    package init(
        problem: @escaping (_ path: String) -> String?, save: @escaping (_ path: String, _ bytes: [UInt8]) -> String?
    ) {
        self.problem = problem
        self.save = save
    }
}

extension FileSaver {
    /// The result of saving the body of an answer in a file. The request has its effect in both cases.
    enum Saving {
        case saved(RequestOptions.Target, [UInt8])
        case failed(String)

        var saved: (target: RequestOptions.Target, bytes: [UInt8])? {
            if case .saved(let target, let bytes) = self { (target, bytes) } else { nil }
        }

        var problem: String? {
            if case .failed(let problem) = self { problem } else { nil }
        }
    }

    /// Writes the body of a good answer into the file. The body of any other answer only explains the failure.
    func save(_ response: borrowing Response, in target: RequestOptions.Target) -> Saving? {
        guard response.isGoodAnswer else { return nil }
        let bytes: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
        if let problem = save(target.path, bytes) {
            return .failed("cannot write `\(target.shown)`: \(problem)")
        }
        return .saved(target, bytes)
    }
}

extension Response {
    /// Whether the body is the content that the request asked for.
    var isGoodAnswer: Bool { failureReason == nil && status.map { (200..<300).contains($0) } ?? false }
}

@available(*, unavailable)
extension FileSaver: Sendable {}
