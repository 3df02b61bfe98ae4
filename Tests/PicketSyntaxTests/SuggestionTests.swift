import Testing

@testable import PicketSyntax

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("sohw", "show"), ("delet", "delete"), ("ad", "add"), ("Show", "show"), ("udpate", "update"),
        ("pasword", "password"),
    ])
    func finds(_ name: String, _ expected: String) {
        #expect(nearest(name, in: ["add", "show", "update", "delete", "ensure", "password"]) == expected)
    }

    @Test(arguments: ["x", "", "completely", "zz", "add"])
    func findsNothing(_ name: String) {
        #expect(nearest(name, in: ["add", "show", "update"]) == nil)
    }

    /// What is left out of the table of distances changes no answer.
    @Test func findsWhatTheWholeTableFinds() {
        var random = SystemRandomNumberGenerator()
        func word() -> String {
            let count = Int.random(in: 0...9, using: &random)
            return String((0..<count).map { _ in "abAB_".randomElement(using: &random) ?? "a" })
        }
        for _ in 0..<3_000 {
            let (name, candidates) = (word(), (0..<6).map { _ in word() })
            let expected = nearestByTheWholeTable(name, candidates)
            #expect(nearest(name, in: candidates) == expected, "\(name) in \(candidates)")
            var search = NearestSearch(name)
            search.consider(candidates.prefix(2))
            search.consider(Set(candidates.dropFirst(2)), sorted: true)
            let inOrder = Array(candidates.prefix(2)) + Set(candidates.dropFirst(2)).sorted()
            #expect(search.result == nearestByTheWholeTable(name, inOrder), "\(name) in \(inOrder)")
        }
    }

    private func nearestByTheWholeTable(_ name: String, _ candidates: [String]) -> String? {
        let wanted = Array(name.utf8)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where !wanted.isEmpty {
            let bytes = Array(candidate.utf8)
            let bound = max(2, 2 * max(wanted.count, bytes.count) / 3)
            guard bytes != wanted, 2 * abs(bytes.count - wanted.count) <= bound else { continue }
            let distance = distance(wanted, bytes)
            if distance <= bound, distance < 2 * min(wanted.count, bytes.count), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }

    private func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var table = (0...left.count).map { row in (0...right.count).map { 2 * (row == 0 ? $0 : $0 == 0 ? row : 0) } }
        for row in 0..<left.count {
            for column in 0..<right.count {
                let (a, b) = (left[row], right[column])
                let substitution = a == b ? 0 : a ^ b == 0x20 ? 1 : 2
                var cost = table[row][column] + substitution
                cost = min(cost, table[row][column + 1] + 2, table[row + 1][column] + 2)
                if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
                    cost = min(cost, table[row - 1][column - 1] + 2)
                }
                table[row + 1][column + 1] = cost
            }
        }
        return table[left.count][right.count]
    }
}
