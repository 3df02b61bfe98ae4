/// The advice of failures that depends on what a host's users can do: a command line names its options, a web service
/// something else.
package struct HostAdvice: Sendable {
    /// How to give a `param` without a default.
    package var parameter: @Sendable (_ name: String) -> String = { "give a value for `\($0)` when the script is run" }
    /// What to do about a command that failed for a reason; nil if the message is enough.
    package var reason: @Sendable (Response.FailureReason) -> String? = { $0.help }

    package init() {}
}

extension Response.FailureReason {
    /// What to do, as any host may say it; nil if the message is enough.
    package var help: String? {
        switch self {
        case .journal: "nothing more was sent: correct what it names, then continue the run, or begin it again"
        case .unknownEffect:
            "check the platform before you send it again; a connection is read once more when the run ends"
        case .gaveUp: "try again later"
        case .unsettled, .withheld: "check the platform, then say whether the request took effect"
        default: nil
        }
    }
}
