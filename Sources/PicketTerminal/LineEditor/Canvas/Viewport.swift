/// The part of a tall text that the screen shows; it moves no more than the cursor makes it.
struct Viewport {
    private(set) var top = 0

    /// The rows to show of `count` on a screen that has `height` for them.
    mutating func window(count: Int, cursor: Int, height: Int) -> Range<Int> {
        let height = max(1, height)
        top = min(top, max(0, count - height))
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
        return top..<min(count, top + height)
    }
}
