package import PicketRuntime
import PicketSyntax

/// Findings in the Static Analysis Results Interchange Format
/// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which code scanning of GitHub and others reads.
///
/// Paths are relative to the root of the sources; columns are characters, as `columnKind` says.
package enum SARIFReport {
    private static let schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

    package static func bytes(_ shown: Shown<FindingList>) -> [UInt8] {
        let list = shown.content
        let rules = rules(of: list)
        var json = JSONWriter(.indented(1))
        json.object { json in
            json.member("$schema", schema)
            json.member("version", "2.1.0")
            json.key("runs")
            json.array([list]) { json, list in
                json.object { json in
                    json.key("tool")
                    json.object { $0.tool(rules, version: list.version) }
                    json.member("columnKind", "unicodeCodePoints")
                    json.key("results")
                    json.array(zip(list.findings, list.fingerprints)) { json, entry in
                        let index = rules.firstIndex { $0.isSame(as: entry.0) }
                        json.object { $0.result(entry.0, rule: index, entry.1) }
                    }
                }
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// The codes of the findings, each once.
    private static func rules(of list: FindingList) -> [Rule] {
        var rules: [Rule] = []
        for finding in list.findings where !rules.contains(where: { $0.isSame(as: finding) }) {
            rules.append(Rule(code: finding.code, severity: finding.severity))
        }
        return rules
    }

    fileprivate struct Rule {
        let code: String
        let severity: Diagnostic.Severity

        func isSame(as finding: Finding) -> Bool { code.utf8.elementsEqual(finding.code.utf8) }
    }

    /// Returns a path as a URI without a scheme (RFC 3986): a colon would end a scheme.
    fileprivate static func uri(_ path: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    fileprivate mutating func tool(_ rules: [SARIFReport.Rule], version: String) {
        key("driver")
        object { json in
            json.member("name", "picket")
            json.member("version", version)
            json.members("rules", rules) { json, rule in
                json.object { json in
                    json.member("id", rule.code)
                    let words = rule.code.split(separator: "-").joined(separator: " ")
                    json.message(words, as: "shortDescription")
                    json.message("The page `grammar.md` describes `\(rule.code)` under Diagnostics.", as: "help")
                    json.key("defaultConfiguration")
                    json.object { $0.member("level", rule.severity.rawValue) }
                }
            }
        }
    }

    fileprivate mutating func result(_ finding: Finding, rule: Int?, _ fingerprint: String) {
        member("ruleId", finding.code)
        if let rule { member("ruleIndex", Int64(rule)) }
        member("level", finding.severity.rawValue)
        message(([finding.message] + finding.details).joined(separator: "\n"))
        members("locations", [finding.region].compactMap { $0 }) { json, region in
            json.object { $0.location(region) }
        }
        let related = finding.notes.filter { $0.region != nil }
        members("relatedLocations", related) { json, note in
            json.object { json in
                if let region = note.region { json.location(region) }
                json.message(note.message)
            }
        }
        key("partialFingerprints")
        object { $0.member("picket/v1", fingerprint) }
    }

    private mutating func location(_ region: Finding.Region) {
        if case .noFile(let name) = region.file {
            members("logicalLocations", [name]) { json, name in json.object { $0.member("fullyQualifiedName", name) } }
            return
        }
        key("physicalLocation")
        object { json in
            json.key("artifactLocation")
            json.object { json in
                switch region.file {
                case .inside(let path):
                    json.member("uri", SARIFReport.uri(path))
                    json.member("uriBaseId", "%SRCROOT%")
                case .outside(let path), .noFile(let path): json.member("uri", "file://" + SARIFReport.uri(path))
                }
            }
            json.key("region")
            json.object { json in
                json.member("startLine", Int64(region.line))
                json.member("startColumn", Int64(region.column))
                guard let end = region.end else { return }
                json.member("endLine", Int64(end.line))
                json.member("endColumn", Int64(end.column))
            }
        }
    }

    private mutating func message(_ text: String, as name: String = "message") {
        key(name)
        object { $0.member("text", text) }
    }
}
