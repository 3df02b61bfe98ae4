/// The goals of a benchmark, and what was reached.
struct Goals {
    private var lines: [(text: String, isReached: Bool)] = []

    /// Records a figure and its goal. A figure that could not be measured misses the goal.
    mutating func check(_ name: String, _ value: Double, atMost goal: Double, _ unit: String) {
        let isReached = value <= goal
        let text = "\(name): \(Measurement.text(value)) \(unit), at most \(Measurement.text(goal)) \(unit)"
        lines.append((text, isReached))
    }

    /// Prints the goals. Returns whether all are reached.
    func print() -> Bool {
        for line in lines { Swift.print("\(line.isReached ? "reached" : "MISSED ")  \(line.text)") }
        return lines.allSatisfy(\.isReached)
    }
}
