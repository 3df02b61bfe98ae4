import PicketSystem

/// Whether the environment allows colours. Answers, diagnostics, pages and the line editor all ask here.
package enum ColorPolicy {
    /// Whether neither `NO_COLOR` (no-color.org) nor the type of the terminal forbids colours.
    package static var isAllowed: Bool { (Environment.value("NO_COLOR") ?? "").utf8.isEmpty && !isTeleprinter }

    /// Whether the terminal does not understand the few sequences that the painter sends. Only these types say so.
    package static var isTeleprinter: Bool {
        guard let type = Environment.value("TERM") else { return true }
        return ["dumb", "unknown"].contains { $0.utf8.elementsEqual(type.utf8) }
    }
}
