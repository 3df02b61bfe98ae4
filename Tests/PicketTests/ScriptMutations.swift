import Foundation
import Goldens

/// Scripts made of the goldens by small changes, the same on every run.
struct ScriptMutations {
    private var random: SeededGenerator
    private let seeds: [[UInt8]]
    private let statements: [[UInt8]]

    /// - Parameter others: scripts beside the goldens, of which as many are chosen.
    init(seed: UInt64, others: [String] = []) {
        random = SeededGenerator(seed: seed)
        let goldens = ScriptMutations.goldens
        let copies = others.isEmpty ? 0 : max(1, goldens.count / others.count)
        seeds = goldens + (0..<copies).flatMap { _ in others.map { Array($0.utf8) } }
        statements = seeds.flatMap { Array($0.split(separator: UInt8(ascii: "\n")).map(Array.init)) }
    }

    private static let goldens: [[UInt8]] = LanguageGoldenTests.goldens.compactMap { golden in
        // Those of limits take their time by intent.
        guard golden.area != "limits" else { return nil }
        // Options would lift the limits.
        guard let text = try? GoldenFolder(golden.area, expecting: "transcript").script(golden.name), text.count < 1_200
        else { return nil }
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return Array(lines.filter { !$0.starts(with: Array("#: ".utf8)) }.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static let pieces: [String] = [
        "{", "}", "(", ")", "[", "]", "\"", "$", "$(", "\n", ";", " ", "=", "==", ",", ".", "..", "...", "-", "+", "??",
        " not ", " and ", " in ", "9223372036854775807", "-1", "1.5", "5s", "null", "true", "[1]", "{a: 1}", "$last",
        "body", "status", "defer ", "try { ", "} catch e { ", "} finally { ", "for x in [1, 2] parallel 2 { ",
        "return ",
        "fail x\n", "exit 1\n", "break\n", "continue\n", "retry 2 every 1s { ", "within 2s { ", "step s { ",
        "test t { ", "skip x\n", "let x = ", "set x = ", "append x ", "secret(", "reveal(", "sort(", "unique(",
        "split(",
        "def f(x) { ", "f ", "f(1)", "\"some text that is too long for a cell $x\"", "echo $x as x\n", "while true { ",
        "$x", "[$x, $x]", "{k: $x}", "expect ", "check ", " because ", " matches ", " contains ",
    ]

    /// The next script.
    mutating func next() -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2:
            let part = Array(bytes[place..<min(bytes.count, place + 24)])
            bytes.insert(contentsOf: part, at: Int.random(in: 0...bytes.count, using: &random))
        case 3, 4: bytes.insert(contentsOf: piece(), at: place)
        case 5:
            bytes.insert(
                contentsOf: (statements.randomElement(using: &random) ?? []) + [UInt8(ascii: "\n")],
                at: lineStart(bytes, place))
        case 6: swapLines(&bytes)
        default:
            let other = seeds.randomElement(using: &random) ?? []
            if bytes.count < 4_000 { bytes += [UInt8(ascii: "\n")] + other }
        }
    }

    private mutating func piece() -> [UInt8] {
        Array((ScriptMutations.pieces.randomElement(using: &random) ?? "").utf8)
    }

    private func lineStart(_ bytes: [UInt8], _ place: Int) -> Int {
        (bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    private mutating func swapLines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1 else { return }
        lines.swapAt(
            Int.random(in: 0..<lines.count, using: &random), Int.random(in: 0..<lines.count, using: &random))
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}
