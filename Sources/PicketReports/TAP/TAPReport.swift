package import PicketRuntime
import PicketSyntax

/// A version of the Test Anything Protocol.
package enum TAPVersion: String, CaseIterable, Sendable {
    /// The version that every reader knows (https://testanything.org/tap-version-13-specification.html).
    case v13 = "13"
    case v14 = "14"
}

/// A report in the Test Anything Protocol. Of what is written here, only the first line differs between the versions.
package enum TAPReport {
    package static func bytes(_ shown: Shown<Report>) -> [UInt8] { bytes(shown, version: .v13) }

    package static func bytes(_ shown: Shown<Report>, version: TAPVersion) -> [UInt8] {
        let report = shown.content
        var text = ReportText()
        text.line("TAP version \(version.rawValue)")
        let count = report.totals.cases
        text.line(count == 0 ? "1..0 # SKIP no tests" : "1..\(count)")
        var number = 0
        for file in report.files {
            // A comment that begins with `Subtest` would begin a subtest of version 14.
            text.line("# file: \(oneLine(file.path))")
            for item in file.counted {
                number += 1
                point(item, number: number, in: file, &text)
            }
        }
        return text.bytes
    }

    private static func point(_ item: CaseReport, number: Int, in file: FileReport, _ text: inout ReportText) {
        let name = "\(file.path): \(item.title)"
        let directive = item.state == .skipped ? " # SKIP \(escaped(item.reason))" : ""
        text.line("\(item.state == .failed ? "not ok" : "ok") \(number) - \(escaped(name))\(directive)")
        guard item.state != .skipped else { return }
        text.line("  ---")
        text.line("  duration_ms: \(DurationText.decimal(item.duration, unit: .milliseconds))")
        if item.isFlaky { text.line("  flaky: true") }
        if !item.attempts.isEmpty {
            text.line("  earlier_attempts:")
            // Perl's reader takes a text such as "ping: no" in a list for a map, and then misses the quote at its end.
            for failure in item.attempts.compactMap(\.failures.first) {
                text.line("    - message: \(quoted(failure.message))")
            }
        }
        for failure in item.failures.prefix(1) { diagnosis(failure, "  ", &text) }
        if item.failures.count > 1 {
            text.line("  others:")
            for failure in item.failures.dropFirst() { diagnosis(failure, "      ", first: "    - ", &text) }
        }
        text.line("  ...")
    }

    /// Writes the members of a failure.
    ///
    /// - Parameters:
    ///   - margin: What stands before each line.
    ///   - first: What stands before the first line instead, if the failure is an element of a list.
    private static func diagnosis(
        _ failure: FailureReport, _ margin: String, first: String? = nil, _ text: inout ReportText
    ) {
        text.line("\(first ?? margin)message: \(quoted(failure.message))")
        text.line("\(margin)severity: fail")
        text.line("\(margin)code: \(quoted(failure.code))")
        if let place = failure.place {
            text.line("\(margin)at:")
            text.line("\(margin)  file: \(quoted(place.file))")
            text.line("\(margin)  line: \(place.line)")
            text.line("\(margin)  column: \(place.column)")
        }
        if let because = failure.because { text.line("\(margin)because: \(quoted(because))") }
        if let expected = failure.expected { text.line("\(margin)expected: \(quoted(expected))") }
        if let actual = failure.actual { text.line("\(margin)actual: \(quoted(actual))") }
        for (name, value) in [("request", failure.request), ("response", failure.response), ("help", failure.help)]
        where !value.isEmpty {
            text.line("\(margin)\(name): \(quoted(value))")
        }
    }

    /// Escapes `#`, which would begin a directive, and a backslash.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in oneLine(text).unicodeScalars {
            if scalar == "#" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    private static func oneLine(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar == "\n" || scalar == "\t" ? " " : scalar.shownInstead ?? scalar)
        }
        return String(result)
    }

    /// Returns a double-quoted YAML scalar, which allows the escapes of JSON.
    private static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.string(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.shownInstead ?? $0 })))
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
