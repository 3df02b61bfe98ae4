import Foundation
import Goldens
import Testing

@testable import PicketSyntax

/// Whatever the bytes are, reading them ends, and every place that is reported lies in the text.
@Suite struct MutationTests {
    /// As many as the environment asks for; `scripts/fuzz` asks for more than every build can run.
    static let rounds = ProcessInfo.processInfo.environment["PICKET_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 100_000

    static let seeds: [String] = [
        "add pg_1 host=$host port=$(9000 + $i) \\\n    tags=\"a=b,c=$d\" ...$m as x # c\n",
        "if $a == {a: 1} and not b in [1, 2..3] {\n  x 'a'\n} else if f($x, y = 2)[0].z { } else { ping }\n",
        "def f(a, b = \"x\") { return $last.body }\nf(1, 2)\nf 1 b=2\n",
        "let s = \"\"\"\n  a ${b.c[0]} \\u{e9}\n  \"\"\"\nset m[$k].x = 250ms ?? -1.5\nappend xs {a: 1, \"b\": null}\n",
        "try { fail \"x\" } catch e { print $e.message, 1 } finally { defer { ping }; defer ping }\n",
        "within 30s every 1s backoff 2 { expect status 2xx because \"x\" }\nretry 3 { check body.a-b[0] matches {a: 1} }\n",
        "test \"a b\" tags=[smoke] timeout=10s { skip x; exit 1 }\nstep load { for k, v in $m parallel 4 { break } }\n",
        "param host = a \"note\"\nsecret pw = env(\"P\")\ninclude \"c\" a=b\nsleep 2s; while true { continue }\n",
    ]
    static let pieces: [String] = [
        "{", "}", "(", ")", "[", "]", "\"", "'", "\"\"\"", "$", "${", "$(", "\\", "\\\n", "\n", ";", " ", "#", "=",
        "==", ",", ":", ".",
        "..", "...", "-", "9", "99999999999999999999", "5x", "é", "“", "\0", "if ", "else ", "as ", "in ", "not ",
        "def f() {",
        "expect status ", "catch ", "&&", "let x = ", "\t", "\r\n",
    ]

    @Test func everyMutationIsRead() {
        var random = SeededGenerator(seed: 20_261_123)
        for round in 0..<MutationTests.rounds {
            let text = mutation(of: MutationTests.seeds[round % MutationTests.seeds.count], with: &random)
            let source = SourceFile(name: "mutation", bytes: text)
            var parser = Parser(source, isInteractive: round % 5 == 0)
            _ = parser.parseScript()
            for diagnostic in parser.diagnostics {
                guard let span = diagnostic.location?.span else { continue }
                if span.end < span.start || Int(span.end) > source.count {
                    Issue.record(
                        "\(diagnostic.code) at \(span) in \(String(decoding: text, as: UTF8.self).debugDescription)")
                }
            }
            if !isOrdered(highlight(source), in: source) {
                Issue.record("parts overlap in \(String(decoding: text, as: UTF8.self).debugDescription)")
            }
            if parser.diagnostics.isEmpty, !isSteady(source) {
                Issue.record("formatting changes \(String(decoding: text, as: UTF8.self).debugDescription)")
            }
            if round % 20 == 0 {
                for diagnostic in parser.diagnostics { _ = DiagnosticRenderer().render(diagnostic) }
            }
        }
    }

    private func isOrdered(_ parts: [(SourceSpan, HighlightRole)], in source: SourceFile) -> Bool {
        var end = 0
        for (span, _) in parts {
            guard Int(span.start) >= end, span.end > span.start else { return false }
            end = Int(span.end)
        }
        return end <= source.count
    }

    /// Whether the formatter keeps the tree, and its own layout.
    private func isSteady(_ source: SourceFile) -> Bool {
        let once = format(source).text
        guard format(SourceFile(name: "again", text: once)).text == once else { return false }
        return tree(once) == tree(source.text(source.span))
    }

    private func mutation(of seed: String, with random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 2: bytes.removeSubrange(place..<bytes.count)
            case 3:
                let other = Array(bytes[min(place, bytes.count)..<min(bytes.count, place + 12)])
                bytes.insert(contentsOf: other, at: Int.random(in: 0...bytes.count, using: &random))
            default:
                bytes.insert(
                    contentsOf: Array((MutationTests.pieces.randomElement(using: &random) ?? "").utf8), at: place)
            }
        }
        return bytes
    }

    @Test(arguments: [
        "(", "[", "{a:", "f(", "$m[", "\"$(", "not ", "- ", "!", "1 + ", "1 ?? ", "1 or ", "$(", "\"$m[\"", "1..",
        "[[1],",
    ])
    func deepExpressionsAreRefused(_ piece: String) {
        var parser = Parser(SourceFile(name: "bomb", text: "let x = " + String(repeating: piece, count: 50_000)))
        _ = parser.parseScript()
        #expect(!parser.diagnostics.isEmpty)
    }

    @Test(arguments: [
        "if x {\n", "step a {", "def f() {", "defer ", "try {", "else {", "if x {} else ", "x [", "for a in (",
        "expect body[",
    ])
    func deepStatementsAreRefused(_ piece: String) {
        var parser = Parser(SourceFile(name: "bomb", text: String(repeating: piece, count: 50_000)))
        _ = parser.parseScript()
        #expect(!parser.diagnostics.isEmpty)
        #expect(parser.diagnostics.count <= Parser.diagnosticLimit + 1)
    }

    @Test func manyErrorsAreCounted() {
        var parser = Parser(SourceFile(name: "many", text: String(repeating: "x = 1\n", count: 250)))
        _ = parser.parseScript()
        #expect(parser.diagnostics.count == Parser.diagnosticLimit + 1)
        #expect(parser.diagnostics.last?.message == "150 more syntax errors are not shown")
    }
}
