/// The state in which the run's writes should have left a connection.
enum ExpectedState {
    case absent
    case present(ConnectionFields)

    /// The state after a write took effect.
    ///
    /// - Parameter earlier: The expected state before the write; nil if it is not known.
    init(after command: borrowing PlatformCommand, on earlier: ExpectedState? = nil) {
        guard !command.deletes else {
            self = .absent
            return
        }
        if case .present(let fields)? = earlier {
            self = .present(fields.changed(by: command.fields))
        } else {
            self = .present(command.fields)
        }
    }
}
