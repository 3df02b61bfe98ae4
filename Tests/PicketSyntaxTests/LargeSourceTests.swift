import Testing

@testable import PicketSyntax

/// A text of any size stands in memory as it was given, with the sentinel behind it.
@Suite struct LargeSourceTests {
    @Test(arguments: [0, 1, 4_095, 4_096, 1 << 22, (1 << 22) + 1, 9_000_001])
    func bytesAndSentinel(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let whole = SourceFile(name: "whole", bytes: bytes)
        #expect(whole.count == count && whole.bytes(whole.span).elementsEqual(bytes))
        #expect((0..<8).allSatisfy { whole.base[count + $0] == 0 })

        var rest = bytes[...]
        let read = SourceFile(name: "read", expecting: count / 3) { (buffer: UnsafeMutableRawBufferPointer) -> Int in
            let part = rest.prefix(min(buffer.count, 100_000))
            rest.removeFirst(part.count)
            buffer.copyBytes(from: part)
            return part.count
        }
        #expect(read.count == count && read.bytes(read.span).elementsEqual(bytes))
        #expect((0..<8).allSatisfy { read.base[count + $0] == 0 })
    }
}
