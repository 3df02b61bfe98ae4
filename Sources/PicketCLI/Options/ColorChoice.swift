import PicketSystem
import PicketTerminal

/// When output is coloured (`--color`).
enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never

    /// The effective choice for standard error.
    var isOn: Bool { isOn(onTerminal: StandardError.isTerminal) }

    /// The effective choice for a stream. The environment decides only if the option does not.
    func isOn(onTerminal isTerminal: Bool) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && ColorPolicy.isAllowed
        }
    }

    /// The effective choice for the prompt: its line editor, answers and pages. A terminal that is a teleprinter has no
    /// colours, whatever the option says, and neither has output that goes elsewhere.
    var isOnAtPrompt: Bool {
        StandardOutput.isTerminal && !ColorPolicy.isTeleprinter && isOn(onTerminal: true)
    }
}
