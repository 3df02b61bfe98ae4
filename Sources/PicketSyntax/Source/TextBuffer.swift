import CMemory

/// Allocates memory for the bytes of a source file.
///
/// A large buffer uses huge pages if the system has them. Reading ten megabytes then takes five page faults instead of
/// 2,500.
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
