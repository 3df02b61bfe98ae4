import PicketSystem

/// When standard error is coloured (`--color`).
enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never

    /// The effective choice, which respects `NO_COLOR` (no-color.org).
    var isOn: Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto:
            (Environment["NO_COLOR"] ?? "").isEmpty && Environment["TERM"] != "dumb" && StandardError.isTerminal
        }
    }
}
