import CMemory

/// Blocks from the system's allocator, aligned to 16 bytes.
///
/// Swift's `allocate` names an alignment, which glibc serves past its caches of small blocks, and a block of Swift's can
/// not grow where it stands. Blocks of both kinds must not be confused: what is allocated here is freed here.
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

    /// Makes room for `count` elements, of which those that fit keep their values; the old block is gone.
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

    /// The system has no more: there is nothing left to say it with.
    private static func exhausted(_ bytes: Int) -> Never {
        fatalError("the system has no \(bytes) bytes left")
    }
}
