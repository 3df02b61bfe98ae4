import Foundation

/// What each key took, in milliseconds: until its picture was complete, and of the processor, whoever else has that.
struct Measurement {
    var times: [Double] = []
    var processor: [Double] = []

    /// Returns the time in which this share of the keys was answered, in percent.
    func point(_ percent: Int) -> Double { Self.point(percent, of: times) }

    static func points(_ times: [Double]) -> String {
        [50, 99, 100].map { "p\($0) \(text(point($0, of: times))) ms" }.joined(separator: ", ")
    }

    private static func point(_ percent: Int, of times: [Double]) -> Double {
        times.isEmpty ? .nan : times.sorted()[min(times.count - 1, times.count * percent / 100)]
    }

    static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
