import CMemory

/// What is left of the stack of the thread that asks.
package enum ThreadStack {
    /// Whether so little is left that nothing may nest deeper.
    @inline(__always)
    package static var isShort: Bool { memory_stack_left() < reserve }

    /// Whether so little is left that nothing can walk over an expression of this height.
    package static func isShort(forHeight height: Int) -> Bool {
        memory_stack_left_exactly() < reserve + height * bytesPerLevel
    }

    /// What walks over a tree, and what reports that it is too deep, gets along with this; without optimization functions take
    /// more of the stack.
    #if DEBUG
        private static let reserve = 288 << 10
        private static let bytesPerLevel = 1024
    #else
        private static let reserve = 128 << 10
        private static let bytesPerLevel = 512
    #endif
}
