package import PicketRuntime
import PicketSyntax

/// Findings as workflow commands, which GitHub shows at their lines in a change
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
///
///     ::error title=picket (unknown-command),file=a.picket,line=1,col=1,endLine=1,endColumn=5::unknown command `sohw`
package enum GitHubCommands {
    /// The longest text of a command, in bytes.
    private static let limit = 4 << 10

    /// - Parameter namesPlaces: Whether each text begins with its place: a log shows no other part of a command.
    package static func bytes(_ shown: Shown<FindingList>, namesPlaces: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for finding in shown.content.findings { bytes += command(finding, namesPlaces).utf8 }
        return bytes
    }

    private static func command(_ finding: Finding, _ namesPlace: Bool) -> String {
        let properties = properties(finding).map { "\($0.name)=\(escaped($0.value, isProperty: true))" }
        let place = namesPlace ? finding.region.map { "\($0.description): " } ?? "" : ""
        let lines = [place + finding.message] + finding.details
        let text = BodyText.cut(lines.joined(separator: "\n"), limit)
        return "::\(finding.severity.rawValue) \(properties.joined(separator: ","))::\(escaped(text))\n"
    }

    private static func properties(_ finding: Finding) -> [(name: String, value: String)] {
        var properties = [(name: "title", value: finding.title)]
        guard let region = finding.region else { return properties }
        if case .noFile = region.file { return properties }
        properties += [("file", region.file.text), ("line", String(region.line))]
        let isOneLine = region.lastLine == region.line
        // GitHub takes columns only where both are in one line.
        if isOneLine { properties.append(("col", String(region.column))) }
        guard let end = region.end else { return properties }
        properties.append(("endLine", String(region.lastLine)))
        if isOneLine, end.line == region.line { properties.append(("endColumn", String(end.column))) }
        return properties
    }

    /// Escapes what would end a command or a property of it, and everything that could break a line.
    private static func escaped(_ text: String, isProperty: Bool = false) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result.append(contentsOf: "%25".unicodeScalars)
            case "\n": result.append(contentsOf: "%0A".unicodeScalars)
            case ":" where isProperty: result.append(contentsOf: "%3A".unicodeScalars)
            case "," where isProperty: result.append(contentsOf: "%2C".unicodeScalars)
            default: result.append(scalar.shownInstead ?? scalar)
            }
        }
        return String(result)
    }
}
