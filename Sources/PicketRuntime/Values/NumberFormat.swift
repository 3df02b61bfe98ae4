/// Integers and durations as text, and back.
enum NumberFormat {
    @inline(__always)
    static func append(_ value: Int64, to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            let start = write(value, before: 20, in: buffer)
            text.append(contentsOf: buffer[start..<20])
        }
    }

    /// Writes the digits so that they end before `end`, at least 20 bytes from the start; returns where they begin.
    @inline(__always)
    static func write(_ value: Int64, before end: Int, in buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var position = end
        var rest = value.magnitude
        repeat {
            position -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest != 0
        if value < 0 {
            position -= 1
            buffer[position] = UInt8(ascii: "-")
        }
        return position
    }

    /// The units of durations, largest first, in nanoseconds.
    static let units: [(name: String, nanoseconds: Int64)] = [
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ]

    /// A duration in the largest unit that gives a whole number; less than a millisecond as a fraction of one.
    static func append(nanoseconds: Int64, to text: inout [UInt8]) {
        if nanoseconds == 0 {
            text += "0s".utf8
        } else if let unit = units.first(where: { nanoseconds % $0.nanoseconds == 0 }) {
            append(nanoseconds / unit.nanoseconds, to: &text)
            text += unit.name.utf8
        } else {
            text += (Double(nanoseconds) / 1_000_000).description.utf8
            text += "ms".utf8
        }
    }

    static func text(nanoseconds: Int64) -> String {
        var text: [UInt8] = []
        append(nanoseconds: nanoseconds, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
