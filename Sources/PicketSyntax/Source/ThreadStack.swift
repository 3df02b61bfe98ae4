import CMemory

/// What is left of the stack of the thread that asks.
package enum ThreadStack {
    /// Whether so little is left that nothing may nest deeper.
    @inline(__always)
    package static var isShort: Bool { memory_stack_left() < reserve }

    /// Whether the stack has room for what walks over a tree of such a height.
    package static func holds(height: Int) -> Bool {
        var mark = 0
        return withUnsafePointer(to: &mark) { probe(from: UInt(bitPattern: $0), UInt(height) * bytesPerLevel) }
    }

    /// Goes down the stack as far as asked for: only so is it known how much is left of one that was hardly used yet.
    @inline(never)
    private static func probe(from start: UInt, _ bytes: UInt) -> Bool {
        if isShort { return false }
        var mark = start
        return withUnsafeMutablePointer(to: &mark) { here in
            if start &- UInt(bitPattern: here) >= bytes { return true }
            // The value is asked for afterwards, so that this call keeps its frame.
            return probe(from: start, bytes) && here.pointee == start
        }
    }

    #if DEBUG
        private static let bytesPerLevel: UInt = 3 << 10
    #else
        private static let bytesPerLevel: UInt = 512
    #endif

    /// What walks over a tree, and what reports that it is too deep, gets along with this; without optimization functions take
    /// more of the stack.
    #if DEBUG
        private static let reserve = 288 << 10
    #else
        private static let reserve = 128 << 10
    #endif
}
