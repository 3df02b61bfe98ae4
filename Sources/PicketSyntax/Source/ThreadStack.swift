import CMemory

/// Checks how much of the current thread's stack is left.
package enum ThreadStack {
    /// Whether too little is left for deeper nesting.
    @inline(__always)
    package static var isShort: Bool { memory_stack_left() < reserve }

    /// Whether too little is left to walk over an expression of this height.
    package static func isShort(forHeight height: Int) -> Bool {
        memory_stack_left_exactly() < reserve + height * bytesPerLevel
    }

    /// The stack that a walk over a tree needs, including the report that it is too deep. Unoptimised functions need
    /// more.
    #if DEBUG
        private static let reserve = 288 << 10
        private static let bytesPerLevel = 1024
    #else
        private static let reserve = 128 << 10
        private static let bytesPerLevel = 512
    #endif
}
