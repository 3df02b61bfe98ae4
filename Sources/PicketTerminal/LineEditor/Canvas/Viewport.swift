/// The visible part of a tall text. It only moves as far as the cursor requires.
struct Viewport {
    private(set) var top = 0

    /// Returns which of `count` rows to show on a screen with `height` rows for them.
    mutating func window(count: Int, cursor: Int, height: Int) -> Range<Int> {
        let height = max(1, height)
        top = min(top, max(0, count - height))
        if cursor < top { top = cursor }
        if cursor >= top + height { top = cursor - height + 1 }
        return top..<min(count, top + height)
    }
}
