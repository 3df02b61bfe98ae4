import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Passwords that were mistyped.
extension ReplSession {
    /// Forgets a typed password that the platform refused.
    func forgetRefusedPassword(_ outcome: Outcome) {
        guard isInteractive, case .failure(let failure) = outcome, failure.kind == .login,
            failure.fault.code == .loginFailed
        else { return }
        let current = runner.place
        guard let user = current.user, let profile = current.profile,
            let platform = profile.name ?? settings.platform
        else { return }
        passwords.refuse(user: user, platform: platform)
    }

    /// Asks again for a refused password before a line that uses the platform. Returns false without an answer.
    func renewRefusedPassword(for text: String) -> Bool {
        let goesElsewhere = { (call: CallList.Call) in
            ["use", "login"].contains { $0.utf8.elementsEqual(call.name.utf8) }
        }
        let calls = CallList(text).calls
        guard isInteractive, let refused = passwords.refused, !calls.isEmpty, !calls.contains(where: goesElsewhere)
        else {
            return true
        }
        let question = "Password for \(refused.user) on \(ShownURL.text(refused.platform)): "
        guard let password = ask(question) else { return false }
        passwords.renew(refused, password)
        return runLine("use \(refused.platform.inScript)", name: "<password>") == nil
    }
}
