/// The state in which the run's writes should have left a connection.
enum ExpectedState {
    case absent
    case present(ConnectionFields)

    /// The state after a write took effect.
    ///
    /// - Parameter earlier: The expected state before the write; nil if it is not known.
    init(after write: ConnectionWrite, on earlier: ExpectedState? = nil) {
        switch (write.effect, earlier) {
        case (.deletion, _): self = .absent
        case (.change, .present(let fields)?):
            let unknown = write.unknown
            let kept = unknown.isEmpty ? fields : fields.only(fields.written.filter { !unknown.contains($0) })
            self = .present(kept.changed(by: write.fields))
        case (.change, _): self = .present(write.fields)
        case (.creation, _):
            var fields = write.fields
            // A new connection is enabled.
            fields.enabled = true
            self = .present(fields)
        }
    }
}

extension ExpectedState {
    /// Whether a read shows a value of a field that proves nothing, but is another text: a password in clear, or tags
    /// that differ in upper and lower case.
    func isShownOtherwise(in sight: Judge.Sight) -> Bool {
        guard case .present(let fields) = self, case .present(let object) = sight else { return false }
        return fields.written.contains { field in
            fields.proof(of: field, in: object) == .nothing && fields.isShown(field, in: object)
                && !fields.isExcused(field, in: object)
        }
    }
}
