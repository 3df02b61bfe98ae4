import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax
import PicketSystem

/// Writes requests as curl commands that a shell can run, with variables in place of secrets.
///
/// The comment before the first use of a variable says what it holds; each different password has its own variable. A
/// user or a URL that looks like a secret also becomes a variable, so that the script can run. A secret in any other
/// place is hidden, and a comment says so.
final class CurlRecorder {
    private let write: (Shown<String>) -> Void
    private let secrets: SecretStore
    /// The number of the variable for each secret, by the bytes of the secret as it is written.
    private var variables: [[UInt8]: Int] = [:]
    private var hasBegun = false
    /// The platforms for which the file already contains a login.
    private var loggedIn: Set<String> = []

    init(secrets: SecretStore, write: @escaping (Shown<String>) -> Void) {
        self.secrets = secrets
        self.write = write
    }

    func record(_ request: PlatformCommand, on platform: PlatformSession) {
        begin()
        switch request.authorization {
        case .basic: return recordLogin(on: platform)
        case .token, .tokenIfAny, .tokenInQuery: if !loggedIn.contains(platform.base) { recordLogin(on: platform) }
        case .none, .credentials: break
        }
        var words = command(platform)
        if request.method != .GET { words += ["-X", request.method.rawValue] }
        if PathSyntax.hasDotSegment(request.path.sent) { words.append("--path-as-is") }
        switch request.authorization {
        case .token, .tokenIfAny: words += ["-H", "\"user-token: $PICKET_TOKEN\""]
        case .tokenInQuery, .credentials: words += ["-u", credentials(platform)]
        case .none, .basic: break
        }
        var hides = !request.path.sent.utf8.elementsEqual(request.path.shown.utf8)
        if let options = request.options { words += self.words(of: options, hides: &hides) }
        if let body = request.body {
            if request.options?.header("content-type") == nil {
                words += ["-H", ShellText.quoted("Content-Type: \(body.type)")]
            }
            if body.isBytes {
                write("# The body of the next command is bytes: put them into the file `body.bin`.")
                words += ["--data-binary", "@body.bin"]
            } else {
                let (word, hidesPart) = self.word(of: body)
                hides = hides || hidesPart
                words += ["--data-binary", word]
            }
        }
        var url = url(platform, request.path.shown)
        if case .tokenInQuery = request.authorization { url += "\"$PICKET_TOKEN\"" }
        emit((words + [url]).joined(separator: " "), hides: hides)
    }

    /// Returns the words for the header fields, the time-out and the file of a script's own request.
    private func words(of options: RequestOptions, hides: inout Bool) -> [String] {
        var words: [String] = []
        for header in options.headers {
            hides = hides || header.hidesName
            var word = ShellWord()
            word.append("\(header.hidesName ? Mask.text : header.name): ")
            if header.isSecret {
                word.append(variable: variable(of: header.value, "a secret as it is sent"))
            } else {
                word.append(header.value)
            }
            words += ["-H", word.text]
        }
        if let timeout = options.timeout {
            words += ["--max-time", DurationText.decimal(timeout.nanoseconds, unit: .seconds)]
        }
        if let target = options.target {
            hides = hides || target.isSecret
            words += ["-f", "-o", ShellText.quoted(target.shown)]
        }
        return words
    }

    private func begin() {
        guard !hasBegun else { return }
        hasBegun = true
        write("#!/bin/sh")
        write("# Secrets are variables: give them their values before this runs.")
        write("set -u")
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
        return isHidden(user) || user != platform.credentials?.shownUser ?? ""
            ? "\"$PICKET_USER:$PICKET_PASSWORD\"" : ShellText.quoted(user + ":") + "\"$PICKET_PASSWORD\""
    }

    private func url(_ platform: PlatformSession, _ path: String) -> String {
        guard isHidden(platform.base) else { return ShellText.quoted(platform.base + path) }
        return "\"$PICKET_URL\"" + ShellText.quoted(path)
    }

    private func isHidden(_ text: String) -> Bool { Redactor(secrets).show(text).content != text }

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

    /// Returns the quoted body with its secrets replaced, and whether it hides a part for which there is no variable.
    private func word(of body: RequestBody) -> (word: String, hidesPart: Bool) {
        switch body.content(secrets) {
        case .json(let value):
            var word = ShellWord()
            append(value, key: nil, to: &word)
            return (word.text, word.hidesPart)
        case .text(.secret(let value)):
            return ("\"$\(variable(of: value.text ?? "", "a secret as it is sent"))\"", false)
        case .text(let value):
            let text = String(decoding: body.bytes, as: UTF8.self)
            return (ShellText.quoted(value.description), value.description != text)
        }
    }

    /// Writes JSON. A variable holds the text between the quotes of a secret string, or the whole of any other secret.
    private func append(_ value: Value, key: String?, to word: inout ShellWord) {
        switch value {
        case .secret(.string(let text)):
            let written = String(Value.string(text).wireJSONText.dropFirst().dropLast())
            word.append("\"")
            word.append(
                variable: variable(of: written, "a \(key == "password" ? "password" : "secret") as it stands in JSON"))
            word.append("\"")
        case .secret(let value):
            word.append(variable: variable(of: value.wireJSONText, "a secret as it stands in JSON"))
        case .list(let elements):
            word.append("[")
            for (position, element) in elements.enumerated() {
                if position > 0 { word.append(",") }
                append(element, key: nil, to: &word)
            }
            word.append("]")
        case .map(let map):
            word.append("{")
            for (position, (key, value)) in zip(map.keys, map.values).enumerated() {
                if position > 0 { word.append(",") }
                let isSecret = map.isSecret(keyAt: position)
                if isSecret { word.hidesPart = true }
                word.append(Value.string(isSecret ? Mask.text : key).wireJSONText + ":")
                append(value, key: key, to: &word)
            }
            word.append("}")
        default: word.append(value.wireJSONText)
        }
    }

    /// - Parameter purpose: What the variable holds; the comment before its first use says it.
    private func variable(of secret: String, _ purpose: String) -> String {
        let key = Array(secret.utf8)
        let number = variables[key] ?? variables.count + 1
        if variables.updateValue(number, forKey: key) == nil {
            write("# PICKET_SECRET_\(number): \(Shown.own(purpose))")
        }
        return "PICKET_SECRET_\(number)"
    }

    /// - Parameter hides: Whether the line already hides a secret.
    private func emit(_ line: String, hides: Bool = false) {
        let shown = Redactor(secrets).show(line)
        if hides || shown.content != line {
            write("# A secret is hidden in the next command: put it in the place of \(Shown.own(Mask.text)).")
        }
        write(shown)
    }
}

/// A word for a POSIX shell that consists of text and variables.
private struct ShellWord {
    private var parts = ""
    private var literal = ""
    /// Whether the word hides a secret that is not in a variable.
    var hidesPart = false

    mutating func append(_ text: String) { literal += text }

    mutating func append(variable: String) {
        parts += ShellText.quoted(literal) + "\"$\(variable)\""
        literal = ""
    }

    var text: String { parts.isEmpty || !literal.isEmpty ? parts + ShellText.quoted(literal) : parts }
}
