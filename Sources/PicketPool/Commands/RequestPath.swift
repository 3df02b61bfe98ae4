import PicketRuntime
import PicketSyntax

/// A path as it is sent, percent-encoded, and as it is shown: what was made of a secret is hidden.
struct RequestPath {
    private(set) var sent: String
    /// nil where all of it is shown.
    private var hidden: String?

    var shown: String { hidden ?? sent }

    init(_ path: String) { sent = path }

    /// - Parameter isSecret: whether the whole path is.
    init(_ path: String, isSecret: Bool) {
        sent = path
        if isSecret { hidden = "/" + Mask.text }
    }

    mutating func append(_ text: String, isSecret: Bool = false) {
        if isSecret || hidden != nil { hidden = shown + (isSecret ? Mask.text : text) }
        sent += text
    }
}

/// A connection's name, and whether it was made of a secret.
struct ConnectionName: Hashable, Sendable {
    let text: String
    var isSecret = false

    init(_ text: String, isSecret: Bool = false) {
        self.text = text
        self.isSecret = isSecret
    }

    init(_ pending: PendingCommand) {
        self.init(
            pending.text(ConnectionFields.Slot.name) ?? "", isSecret: pending.isSecret(ConnectionFields.Slot.name))
    }

    var value: Value { isSecret ? .secret(.string(text)) : .string(text) }
    /// What is shown of it, by its taint.
    var shown: String { isSecret ? Mask.text : text }
}
