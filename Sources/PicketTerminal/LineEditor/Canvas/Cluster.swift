import PicketSyntax

/// A grapheme cluster of the edited text. One key press moves over it, and it takes one or more cells.
struct Cluster: Hashable {
    /// The text that is sent to the terminal.
    var text: String
    /// The cluster's range in the scalars of the edited text.
    var range: Range<Int>
    var width: Int
    /// Whether terminals disagree on the width, so that the column must be set again after it.
    var isContested: Bool

    /// Creates a cluster. A mark without a base gets a blank as its base, so that it is visible.
    private init(_ scalars: ArraySlice<Unicode.Scalar>) {
        // A scalar that drives the terminal is replaced by a visible one, which takes a column.
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.map(\.displayed))
        let width = text.reduce(0) { $0 + DisplayWidth.columns(ofCluster: $1.unicodeScalars) }
        self.text = width == 0 ? " " + text : text
        self.range = scalars.startIndex..<scalars.endIndex
        self.width = max(1, width)
        self.isContested = !scalars.dropFirst().allSatisfy { $0.properties.generalCategory == .nonspacingMark }
    }

    private init(_ scalar: Unicode.Scalar, at index: Int) {
        range = index..<index + 1
        isContested = false
        switch scalar.value {
        case 0x0A: (text, width) = ("\n", 0)
        case 0x09: (text, width) = ("    ", 4)
        case 0..<0x20: (text, width) = ("^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40)), 2)
        case 0x7F: (text, width) = ("^?", 2)
        case 0x80..<0xA0, 0xAD: (text, width) = ("\u{FFFD}", 1)
        default: (text, width) = (String(Character(scalar)), scalar.displayWidth)
        }
    }

    /// Returns the clusters of a text, in order. A newline is a cluster of width zero.
    static func split(_ scalars: [Unicode.Scalar]) -> [Cluster] {
        var result: [Cluster] = []
        result.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            let end = end(of: index, in: scalars)
            let alone = end == index + 1 && scalars[index].value < 0x300
            result.append(alone ? Cluster(scalars[index], at: index) : Cluster(scalars[index..<end]))
            index = end
        }
        return result
    }

    /// Returns the end of the cluster that begins at `start`.
    ///
    /// A scalar below U+0300 never continues a cluster (except in CR LF, which is two keys here), so most clusters are
    /// found without looking up Unicode properties.
    static func end(of start: Int, in scalars: [Unicode.Scalar]) -> Int {
        var limit = start + 1
        while limit < scalars.count, scalars[limit].value >= 0x300 { limit += 1 }
        if limit == start + 1 { return limit }
        var run = ""
        run.unicodeScalars.append(contentsOf: scalars[start..<limit])
        return start + (run.first?.unicodeScalars.count ?? 1)
    }

    static func split(_ text: String) -> [Cluster] { split(Array(text.unicodeScalars)) }
}
