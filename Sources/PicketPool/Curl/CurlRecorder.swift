import NIOCore
import NIOHTTP1
import PicketRuntime
import PicketSyntax

/// Writes requests as curl commands that a shell can run: secrets are variables.
///
/// The file begins by asking for the variables, each after its purpose; a password has a variable of its own for each
/// different value. A user or a URL that looks like a secret is a variable, too, so that the script runs. Where a secret
/// stands anywhere else it is hidden, and a comment says so.
final class CurlRecorder {
    private let write: (String) -> Void
    private let secrets: SecretStore
    /// Passwords by value, with the number of their variable.
    private var passwords: [String: Int] = [:]
    private var hasBegun = false
    /// Platforms for which the file has a login.
    private var loggedIn: Set<String> = []

    init(secrets: SecretStore, write: @escaping (String) -> Void) {
        self.secrets = secrets
        self.write = write
    }

    func record(_ request: APIRequest, on platform: PlatformSession) {
        begin()
        switch request.authorization {
        case .basic: return recordLogin(on: platform)
        case .token, .tokenIfAny, .tokenInQuery: if !loggedIn.contains(platform.base) { recordLogin(on: platform) }
        case .none: break
        }
        var words = command(platform)
        if request.method != .GET { words += ["-X", request.method.rawValue] }
        switch request.authorization {
        case .token, .tokenIfAny: words += ["-H", "\"user-token: $PICKET_TOKEN\""]
        case .tokenInQuery: words += ["-u", credentials(platform)]
        case .none, .basic: break
        }
        if !request.body.isEmpty {
            words += ["-H", "'Content-Type: application/json'", "--data-binary", body(request.body)]
        }
        var url = url(platform, request.path)
        if case .tokenInQuery = request.authorization { url += "\"$PICKET_TOKEN\"" }
        emit((words + [url]).joined(separator: " "))
    }

    private func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        emit("#!/bin/sh")
        emit("# Secrets are variables: give them their values before this runs.")
        emit("set -u")
    }

    private func recordLogin(on platform: PlatformSession) {
        loggedIn.insert(platform.base)
        let words = command(platform) + ["-X", "POST", "-u", credentials(platform)]
        let url = url(platform, ConnectionAPI.endpoint(.login).pathPrefix)
        emit(
            "PICKET_TOKEN=$(\((words + [url]).joined(separator: " "))"
                + " | sed -n 's/.*\"user-token\": *\"\\([^\"]*\\)\".*/\\1/p')")
    }

    private func credentials(_ platform: PlatformSession) -> String {
        let user = platform.credentials?.user ?? ""
        return isHidden(user)
            ? "\"$PICKET_USER:$PICKET_PASSWORD\"" : ShellText.quoted(user + ":") + "\"$PICKET_PASSWORD\""
    }

    private func url(_ platform: PlatformSession, _ path: String) -> String {
        guard isHidden(platform.base) else { return ShellText.quoted(platform.base + path) }
        return "\"$PICKET_URL\"" + ShellText.quoted(path)
    }

    private func isHidden(_ text: String) -> Bool { Redactor(secrets).redact(text) != text }

    private func command(_ platform: PlatformSession) -> [String] {
        var words = ["curl", "-sS"]
        switch platform.profile.tls.trust {
        case .system, .pem: break
        case .anyone: words.append("-k")
        case .file(let path): words += ["--cacert", ShellText.quoted(path)]
        }
        if let identity = platform.profile.tls.identity {
            words += ["--cert", ShellText.quoted(identity.certificateFile)]
            if let key = identity.keyFile { words += ["--key", ShellText.quoted(key)] }
        }
        if let proxy = platform.profile.proxy {
            words += ["--proxy", ShellText.quoted("http://\(proxy.host):\(proxy.port)")]
        }
        return words
    }

    /// The body in quotes, its passwords taken out: a variable holds what stands between a JSON string's quotes.
    private func body(_ body: [UInt8]) -> String {
        let text = String(decoding: body, as: UTF8.self)
        guard case .map(var map)? = try? Value(json: body) else { return ShellText.quoted(text) }
        var variables: [(mark: String, name: String)] = []
        for field in Endpoint.secretFields {
            guard let password = map[field]?.text else { continue }
            let mark = "\u{1}\(variables.count)"
            variables.append((mark, variable(of: password)))
            map[field] = .string(mark)
        }
        var quoted = ShellText.quoted(Value.map(map).wireJSONText)
        for variable in variables {
            let written = Value.string(variable.mark).wireJSONText.dropFirst().dropLast()
            quoted = quoted.replacing(written, with: "'\"$\(variable.name)\"'", maxReplacements: 1)
        }
        return quoted
    }

    private func variable(of password: String) -> String {
        let number = passwords[password] ?? passwords.count + 1
        if passwords.updateValue(number, forKey: password) == nil {
            emit("# PICKET_SECRET_\(number): a password as it stands in JSON")
        }
        return "PICKET_SECRET_\(number)"
    }

    private func emit(_ line: String) {
        let shown = Redactor(secrets).redact(line)
        if shown != line {
            write("# A secret is hidden in the next command: put it in the place of \(Mask.text).")
        }
        write(shown)
    }
}

/// Words for a POSIX shell.
enum ShellText {
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
