/// When a `:watch` ends by itself.
package struct WatchEnd: Equatable, Sendable {
    /// After this number of rounds; nil for no limit.
    package var rounds: Int?
    /// As soon as this condition about the latest response holds; nil for none.
    package var condition: String?

    package init(rounds: Int? = nil, condition: String? = nil) {
        (self.rounds, self.condition) = (rounds, condition)
    }

    package static func == (left: WatchEnd, right: WatchEnd) -> Bool {
        left.rounds == right.rounds && (left.condition == nil) == (right.condition == nil)
            && (left.condition ?? "").utf8.elementsEqual((right.condition ?? "").utf8)
    }
}
