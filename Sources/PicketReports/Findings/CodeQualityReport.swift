package import PicketRuntime
import PicketSyntax

/// Findings for GitLab's Code Quality, a subset of Code Climate's issues
/// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
///
/// GitLab compares the fingerprints of two branches to tell new findings from old ones, so they do not depend on lines.
package enum CodeQualityReport {
    package static func bytes(_ shown: Shown<FindingList>) -> [UInt8] {
        let list = shown.content
        var json = JSONWriter(.indented(1))
        json.array(zip(list.findings, list.fingerprints)) { json, entry in
            let (finding, fingerprint) = entry
            json.object { json in
                json.member("description", description(finding))
                json.member("check_name", finding.code)
                json.member("fingerprint", fingerprint)
                // A script with an error does not run at all.
                json.member("severity", finding.severity == .error ? "critical" : "minor")
                json.key("location")
                json.object { $0.location(finding.region) }
            }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private static func description(_ finding: Finding) -> String {
        finding.help.isEmpty ? finding.message : "\(finding.message); \(finding.help)"
    }
}

extension JSONWriter {
    fileprivate mutating func location(_ region: Finding.Region?) {
        key("path")
        string(region?.file.text ?? "")
        key("lines")
        object {
            $0.member("begin", Int64(region?.line ?? 1))
            $0.member("end", Int64(region?.lastLine ?? 1))
        }
    }
}
