import PicketRuntime
import PicketSyntax

/// A percent-encoded path as it is sent and as it is shown, with the parts made from a secret hidden.
struct RequestPath {
    private(set) var sent: String
    /// The shown form; nil if the whole path is shown.
    private var hidden: String?

    var shown: String { hidden ?? sent }
    /// Whether a part of the path was made from a secret.
    var isHidden: Bool { hidden != nil }

    init(_ path: String) { sent = path }

    /// - Parameter isSecret: Whether the whole path is secret.
    init(_ path: String, isSecret: Bool) {
        sent = path
        if isSecret { hidden = "/" + Mask.text }
    }

    mutating func append(_ text: String, isSecret: Bool = false) {
        guard isSecret || !text.isEmpty else { return }
        if isSecret || hidden != nil { hidden = shown + (isSecret ? Mask.text : text) }
        sent += text
    }
}

/// A connection's name, and whether it was made from a secret.
struct ConnectionName: Sendable {
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
    /// The name as its taint allows to show it.
    var shown: String { isSecret ? Mask.text : text }
}
