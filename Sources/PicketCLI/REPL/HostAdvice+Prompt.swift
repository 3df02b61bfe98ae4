import PicketRuntime

extension HostAdvice {
    /// The advice for a person at the prompt, whose journal is not resumed.
    static var prompt: HostAdvice {
        var advice = HostAdvice.commandLine
        let usual = advice.reason
        advice.reason = { reason in
            reason == .journal
                ? "free some space, and enter the line again; or begin another session with `--journal FILE`"
                : usual(reason)
        }
        return advice
    }
}
