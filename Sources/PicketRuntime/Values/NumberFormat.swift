/// Formats and parses integers and durations.
enum NumberFormat {
    /// The number of bytes that `write` may overwrite.
    static let room = 32

    static func append(_ value: Int64, to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return }
            let count = write(value, to: start)
            text.append(contentsOf: buffer[..<count])
        }
    }

    /// Writes the number in decimal into `room` bytes; returns the number of its digits. The bytes after it are
    /// undefined.
    @inline(__always)
    static func write(_ value: Int64, to start: UnsafeMutableRawPointer) -> Int {
        let magnitude = value.magnitude
        guard value < 0 else { return write(magnitude, to: start) }
        start.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
        return write(magnitude, to: start + 1) + 1
    }

    @inline(__always)
    private static func write(_ value: UInt64, to start: UnsafeMutableRawPointer) -> Int {
        guard value >= eightDigits else { return writeLeading(UInt32(truncatingIfNeeded: value), to: start) }
        return writeLong(value, to: start)
    }

    private static func writeLong(_ value: UInt64, to start: UnsafeMutableRawPointer) -> Int {
        let (upper, lower) = value.quotientAndRemainder(dividingBy: eightDigits)
        let count = write(upper, to: start)
        let digits = digits(UInt32(truncatingIfNeeded: lower)) | asciiZeros
        (start + count).storeBytes(of: digits.littleEndian, as: UInt64.self)
        return count + 8
    }

    private static let eightDigits: UInt64 = 100_000_000
    private static let asciiZeros: UInt64 = 0x3030_3030_3030_3030

    /// Writes a number of at most eight digits, without leading zeros.
    @inline(__always)
    private static func writeLeading(_ value: UInt32, to start: UnsafeMutableRawPointer) -> Int {
        let digits = digits(value)
        // Leading zeros are the lowest bytes. The last digit always stays.
        let zeros = min(digits.trailingZeroBitCount >> 3, 7)
        start.storeBytes(of: ((digits | asciiZeros) >> UInt64(zeros * 8)).littleEndian, as: UInt64.self)
        return 8 - zeros
    }

    /// The eight decimal digits of a number below 100,000,000, one byte each, the first in the lowest byte.
    ///
    /// All lanes are split at once by multiplication with a reciprocal: first into fours, then twos, then ones.
    @inline(__always)
    private static func digits(_ value: UInt32) -> UInt64 {
        let fours = UInt64(value / 10_000) | UInt64(value % 10_000) << 32
        let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) << 8
    }
}
