import PicketRuntime

extension HostAdvice {
    /// The advice for people who run scripts with `picket`.
    static var commandLine: HostAdvice {
        var advice = HostAdvice()
        advice.parameter = { "give it on the command line: `\($0)=VALUE`" }
        advice.reason = { reason in
            switch reason {
            case .journal:
                "nothing more was sent: correct what it names and continue with `--resume`, "
                    + "or run the script from its beginning"
            case .gaveUp:
                "allow longer waits with `--timeout`, send fewer requests with `--rate`, or try again later"
            case .unsettled, .withheld:
                "check the platform, then resume with `--settle STEP done` if the request took effect, or with "
                    + "`--settle STEP again` to send it again"
            default: reason.help
            }
        }
        return advice
    }
}
