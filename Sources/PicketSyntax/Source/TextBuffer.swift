#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory for the bytes of a source file.
///
/// Linux gives a large one whole huge pages, where it has them: reading ten megabytes then waits for five pages in place of
/// two thousand and five hundred.
enum TextBuffer {
    private static let hugePage = 2 << 20

    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        #if os(Linux)
            if capacity >= 2 * hugePage, let buffer = allocateHuge(capacity) { return buffer }
        #endif
        guard let buffer = malloc(max(capacity, 1)) else { fatalError("the system has no \(capacity) bytes left") }
        return buffer.assumingMemoryBound(to: UInt8.self)
    }

    static func free(_ buffer: UnsafePointer<UInt8>) {
        let buffer = UnsafeMutableRawPointer(mutating: buffer)
        #if canImport(Glibc)
            Glibc.free(buffer)
        #elseif canImport(Musl)
            Musl.free(buffer)
        #else
            Darwin.free(buffer)
        #endif
    }

    #if os(Linux)
        /// Nil where the system has no such block; that it has no huge pages is no matter.
        private static func allocateHuge(_ capacity: Int) -> UnsafeMutablePointer<UInt8>? {
            var buffer: UnsafeMutableRawPointer?
            guard posix_memalign(&buffer, hugePage, capacity) == 0, let buffer else { return nil }
            madvise(buffer, capacity, MADV_HUGEPAGE)
            return buffer.assumingMemoryBound(to: UInt8.self)
        }
    #endif
}
