import CMemory

/// Blocks from the system's allocator, aligned to 16 bytes.
///
/// Swift's `allocate` requests an alignment, for which glibc does not use its caches of small blocks, and Swift cannot
/// resize a block. Free only blocks that were allocated here with this type.
enum Memory {
    @inline(__always)
    static func allocate<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
        allocate(bytes: max(count, 1) * MemoryLayout<Element>.stride).assumingMemoryBound(to: Element.self)
    }

    @inline(__always)
    static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        guard let block = memory_allocate(bytes) else { exhausted(bytes) }
        return block
    }

    /// Resizes a block to `count` elements, and keeps the values that fit. The old block is invalid afterwards.
    static func resize<Element: BitwiseCopyable>(
        _ block: UnsafeMutablePointer<Element>?, to count: Int
    ) -> UnsafeMutablePointer<Element> {
        let bytes = max(count, 1) * MemoryLayout<Element>.stride
        guard let grown = memory_resize(block, bytes) else { exhausted(bytes) }
        return grown.assumingMemoryBound(to: Element.self)
    }

    @inline(__always)
    static func free(_ block: UnsafeMutableRawPointer?) {
        memory_free(block)
    }

    /// Ends the process, because there is no memory left to report an error with.
    private static func exhausted(_ bytes: Int) -> Never {
        fatalError("the system has no \(bytes) bytes left")
    }
}
