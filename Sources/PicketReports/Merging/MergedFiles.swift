/// Puts the cases of each file together that several shards ran.
struct MergedFiles {
    private struct Key: Hashable {
        /// 0 for all shards of one suite; a number of its own for a whole suite.
        let suite: Int
        let identity: [UInt8]
    }

    private var files: [Key: FileReport] = [:]

    /// Returns the nanoseconds by which a report began after the first one; 0 if a beginning is unknown.
    static func shift(from first: Int64?, to start: Int64?) -> Int64 {
        guard let first, let start else { return 0 }
        return min(max(0, start - first), ReportNode.longestTime / 1_000_000) * 1_000_000
    }

    mutating func add(_ file: FileReport, suite: Int, after shift: Int64) {
        let key = Key(suite: suite, identity: Array(file.identity.utf8))
        let file = file.shifted(by: shift)
        guard var known = files[key] else {
            files[key] = file
            return
        }
        known.start = min(known.start, file.start)
        known.duration = min(known.duration + file.duration, ReportNode.longestTime)
        known.cases += file.cases
        files[key] = known
    }

    /// The files by name. In each, the set-ups come first, then the tests by line, then the looks at the run's end.
    var sorted: [FileReport] {
        files.sorted {
            $0.key.identity == $1.key.identity
                ? $0.key.suite < $1.key.suite : $0.key.identity.lexicographicallyPrecedes($1.key.identity)
        }.map { _, file in
            var file = file
            let cases = file.cases.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            file.cases = cases.map(\.element)
            return file
        }
    }
}

extension CaseReport {
    /// The repetition and the line, as one number.
    fileprivate var order: Int {
        let line =
            switch kind {
            case .setUp: 0
            case .end: Int(UInt32.max)
            case .test, .step, .script: place?.line ?? 0
            }
        return repetition << 32 + line
    }
}

extension FileReport {
    fileprivate func shifted(by shift: Int64) -> FileReport {
        var file = self
        file.start += shift
        file.cases = cases.map { $0.shifted(by: shift) }
        return file
    }
}

extension CaseReport {
    fileprivate func shifted(by shift: Int64) -> CaseReport {
        var item = self
        item.start += shift
        item.activities = activities.map { $0.shifted(by: shift) }
        item.attempts = attempts.map { $0.shifted(by: shift) }
        return item
    }
}

extension Activity {
    fileprivate func shifted(by shift: Int64) -> Activity {
        switch self {
        case .step(var step):
            step.start += shift
            step.activities = step.activities.map { $0.shifted(by: shift) }
            return .step(step)
        case .command(var command):
            command.start += shift
            return .command(command)
        case .attempt(let failure, let time): return .attempt(failure, at: time + shift)
        case .held, .failure, .output: return self
        }
    }
}
