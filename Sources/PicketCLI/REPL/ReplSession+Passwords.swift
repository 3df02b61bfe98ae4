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
        let question = Self.passwordQuestion(wanted.user, on: wanted.platform)
        guard let password = ask(question, interrupter) else { return nil }
        if wanted.platform == nil { typedLogins.append((wanted.user, password)) }
        return password
    }

    private static func passwordQuestion(_ user: String, on platform: String?) -> String {
        "Password for \(user)\(platform.map { " on \(ShownURL.text($0))" } ?? ""): "
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
    /// becomes a variable. One for a `login` in a block stays a question.
    func repeatable(_ text: String) -> String {
        var (rest, asked) = (typedLogins[...], [(end: Int, variable: String)]())
        for call in CallList(text).calls where call.name.hasBytes(of: "login") && !call.spreads {
            let user = call.positionals.first ?? nil
            guard !call.named.contains(where: { $0.name.hasBytes(of: "password") }),
                let index = rest.firstIndex(where: { user?.hasBytes(of: $0.user) ?? true })
            else { continue }
            asked.append((Int(call.span.end), variable(for: rest[index].password, of: rest[index].user)))
            rest = rest[(index + 1)...]
        }
        var result = Array(text.utf8)
        for (end, variable) in asked.reversed() {
            result.insert(contentsOf: " password=(env(\"\(variable)\"))".utf8, at: end)
        }
        return String(decoding: result, as: UTF8.self)
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
