extension Scenario {
    /// Longer than what is hidden wherever it stands; with bytes that look otherwise in JSON, in a URL and in base64.
    static let longSecret = "S3cr%et \"night\\watch\"+/"
    /// Too short to be searched for: its taint alone hides it.
    static let shortSecret = "~Q~"

    /// What the environment has.
    static func environment(_ name: String) -> String? {
        switch name {
        case "LONG": longSecret
        case "SHORT": shortSecret
        default: nil
        }
    }

    /// The scripts that are run one after the other.
    var scripts: [String] {
        guard isByLine else { return [script] }
        return statements.map { Scenario(seed: seed, [$0]).script }
    }

    /// The script, as somebody would write it.
    package var script: String {
        var lines = [
            "secret long = env(\"LONG\")", "secret short = env(\"SHORT\")", "print \"armed\"",
            "defer { print \"deferred\" }",
        ]
        var index = 0
        while index < statements.count {
            let statement = statements[index]
            guard case .parallel(let group, let width) = statement.form else {
                let text = Self.text(statement)
                lines.append(statement.form == .tried ? "try { \(text) } catch problem { print \"caught\" }" : text)
                index += 1
                continue
            }
            var rows: [Statement] = []
            while index < statements.count, case .parallel(group, _) = statements[index].form {
                rows.append(statements[index])
                index += 1
            }
            lines.append(contentsOf: Self.loop(rows, width))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ statement: Statement) -> String {
        command(statement.verb, statement.name, "\(statement.port)", statement)
    }

    private static func loop(_ rows: [Statement], _ width: Int) -> [String] {
        guard let first = rows.first else { return [] }
        let elements = rows.map { "{name: \"\($0.name)\", port: \($0.port)}" }.joined(separator: ", ")
        return [
            "for row in [\(elements)] parallel \(width) {",
            "    " + command(first.verb, "$row.name", "$row.port", first),
            "}",
        ]
    }

    private static func command(_ verb: Verb, _ name: String, _ port: String, _ statement: Statement) -> String {
        let fields: String
        switch statement.secret {
        case .long: fields = "user=u password=$long"
        case .short: fields = "user=u password=$short"
        case .glued: fields = "user=\"u${short}x\" password=$long tags=\"k=${short}\""
        }
        switch verb {
        case .add: return "add \(name) host=h port=\(port) \(fields)"
        case .ensure: return "ensure \(name) host=h port=\(port) \(fields) enabled=\(statement.isEnabled)"
        case .update: return "update \(name) port=\(port)"
        default: return "\(verb.rawValue) \(name)"
        }
    }
}
