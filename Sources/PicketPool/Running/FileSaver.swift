/// Writes the files that scripts ask for with `save=`.
package struct FileSaver {
    /// Why a file cannot be written, in a phrase; nil if it can. It is asked before anything is sent.
    package var problem: (_ path: String) -> String?
    /// Gives a file new contents, all of them or none; returns why that failed.
    package var save: (_ path: String, _ bytes: [UInt8]) -> String?

    package init(
        problem: @escaping (_ path: String) -> String?, save: @escaping (_ path: String, _ bytes: [UInt8]) -> String?
    ) {
        self.problem = problem
        self.save = save
    }
}

@available(*, unavailable)
extension FileSaver: Sendable {}
