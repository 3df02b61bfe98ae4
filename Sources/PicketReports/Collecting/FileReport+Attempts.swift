import PicketSyntax

extension FileCollector {
    /// Returns the earlier attempts of a case, the first one first; empty if it did not run before.
    func earlierAttempts(of item: CaseReport) -> [CaseReport] {
        guard let earlier, let position = earlier.failedCase(like: item) else { return [] }
        var last = earlier.cases[position]
        let before = last.attempts
        last.attempts = []
        return before + [last]
    }
}

extension FileReport {
    /// Returns the index of the failed case of the same kind and name; nil if there is none.
    fileprivate func failedCase(like item: CaseReport) -> Int? {
        cases.firstIndex {
            $0.state == .failed && $0.kind == item.kind && $0.name.utf8.elementsEqual(item.name.utf8)
        }
    }

    /// Takes over the results of the failed tests that ran again. A test that is skipped this time stays failed.
    package mutating func take(_ later: FileReport) {
        duration += later.duration
        let tests = later.cases.filter { $0.kind == .test && $0.state != .skipped }
        for test in tests {
            if let position = failedCase(like: test) { cases[position] = test }
        }
        guard !tests.isEmpty else { return }
        // The set-up ran again before them and the look after them, so their latest results count.
        cases.removeAll { $0.kind == .setUp || $0.kind == .end }
        cases += later.cases.filter { $0.kind == .end }
        if let setUp = later.cases.first(where: { $0.kind == .setUp }) { cases.insert(setUp, at: 0) }
    }
}
