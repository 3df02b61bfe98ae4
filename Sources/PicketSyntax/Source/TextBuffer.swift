import CMemory

/// Memory for the bytes of a source file.
///
/// A large one stands in huge pages where the system has them: reading ten megabytes then waits for five pages in place of
/// two thousand and five hundred.
enum TextBuffer {
    private static let huge = 4 << 20

    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        let block = capacity < huge ? memory_allocate(max(capacity, 1)) : memory_allocate_huge(capacity)
        guard let block else { fatalError("the system has no \(capacity) bytes left") }
        return block.assumingMemoryBound(to: UInt8.self)
    }

    static func free(_ buffer: UnsafePointer<UInt8>) {
        memory_free(UnsafeMutablePointer(mutating: buffer))
    }
}
