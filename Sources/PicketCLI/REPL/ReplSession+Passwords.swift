import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// Passwords that only a person knows. They are stored nowhere but in the executor.
extension ReplSession {
    /// Asks for a password that a command needs; nil for no answer.
    ///
    /// - Parameter interrupter: Receives a signal that comes during the question, for the line that asks.
    func password(for wanted: WantedPassword, _ interrupter: Interrupter? = nil) -> String? {
        let place = wanted.platform.map { " on \(ShownURL.text($0))" } ?? ""
        guard let password = ask("Password for \(wanted.user)\(place): ", interrupter) else { return nil }
        if wanted.platform == nil { typedLogin = (wanted.user, password) }
        return password
    }

    /// Asks for a password; nil for no answer.
    func ask(_ question: String, _ interrupter: Interrupter? = nil) -> String? {
        let question = shown(question).map { StyledText($0) }
        guard let password = secretAnswer(question, interrupter), !password.isEmpty else {
            out("no password: nothing more is sent")
            return nil
        }
        secrets.add(password)
        return password
    }

    /// Asks for the password that a job needs, because a job cannot ask while another line is typed. Returns false for no
    /// answer.
    func givePassword(forJob text: String, _ reached: [Command]) -> Bool {
        let choosesPlatform = CallList(text).calls.contains { $0.name.hasBytes(of: "use") }
        let needsNone = ["ping", "use"]
        let isNeeded = reached.contains { command in !needsNone.contains { command.name.hasBytes(of: $0) } }
        guard isInteractive, isNeeded, !choosesPlatform, let wanted = runner.wantedPassword else { return true }
        guard let password = password(for: wanted) else { return false }
        runner.give(password: password)
        return true
    }

    /// Returns a line as a script repeats it. A script has nobody to ask, so a password that was typed for a `login`
    /// becomes a variable.
    func repeatable(_ text: String) -> String {
        guard let (user, password) = typedLogin, let call = CallList(text).single, call.name.hasBytes(of: "login"),
            !call.spreads, !call.named.contains(where: { $0.name.hasBytes(of: "password") })
        else { return text }
        let variable = variable(for: password, of: user)
        let end = text.utf8.index(text.utf8.startIndex, offsetBy: Int(call.span.end))
        return text[..<end] + " password=(env(\"\(variable)\"))" + text[end...]
    }

    /// Keeps an answer as an environment variable of this session alone, and returns its name. Two passwords never share
    /// one, because `:save` writes it.
    func variable(for password: String, of owner: String) -> String {
        secrets.add(password)
        let letters = owner.uppercased().utf8.map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                ? byte : UInt8(ascii: "_")
        }
        let start = letters.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) ? "_" : "" } ?? ""
        let stem = start + String(decoding: letters, as: UTF8.self) + "_PASSWORD"
        var (name, count) = (stem, 1)
        while let known = typedSecrets[name] ?? Environment[name], !known.hasBytes(of: password) {
            count += 1
            name = "\(stem)_\(count)"
        }
        typedSecrets[name] = password
        return name
    }
}
