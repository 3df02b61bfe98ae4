/// Numbered pieces of a text. Equal pieces have the same number, and two pieces that often follow each other are
/// joined.
struct PieceTable {
    private enum Piece {
        case text(Range<Int>)
        case pair(Int, Int)
    }

    /// The length of a mark in UTF-8. In the list, a piece also needs quotes and a comma.
    private static let markLength = 3
    private static let roundLimit = 4

    private let bytes: [UInt8]
    private var pieces: [Piece] = []
    private var lengths: [Int] = []
    private var numbers: [Key: Int] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of a piece. Equal bytes are the same piece.
    private struct Key: Hashable {
        let bytes: ArraySlice<UInt8>

        static func == (left: Key, right: Key) -> Bool { left.bytes.elementsEqual(right.bytes) }

        func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    /// Returns the numbers of each text's pieces. A piece that occurs only once is cut finer, because its parts may
    /// repeat.
    mutating func sequences(_ texts: [[Range<Int>]]) -> [[Int]] {
        var counts: [Key: Int] = [:]
        for range in texts.joined() { counts[Key(bytes: bytes[range]), default: 0] += 1 }
        return texts.map { text in
            text.flatMap { counts[Key(bytes: bytes[$0])] == 1 ? split($0) : [$0] }.map { number(of: $0) }
        }
    }

    private mutating func number(of range: Range<Int>) -> Int {
        let key = Key(bytes: bytes[range])
        if let number = numbers[key] { return number }
        numbers[key] = pieces.count
        return add(.text(range), range.count)
    }

    private mutating func add(_ piece: Piece, _ length: Int) -> Int {
        pieces.append(piece)
        lengths.append(length)
        return pieces.count - 1
    }

    /// Cuts a piece after each run of blanks and each slash.
    private func split(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for position in range.dropLast() where isSeam(bytes[position]) && !isSeam(bytes[position + 1]) {
            parts.append(start..<position + 1)
            start = position + 1
        }
        return parts + [start..<range.upperBound]
    }

    private func isSeam(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "/") }

    // MARK: Joining

    private struct Pair: Hashable {
        var left: Int
        var right: Int
    }

    /// Joins neighbours if that saves more bytes in the marks than the joined piece needs in the list.
    mutating func join(_ sequences: inout [[Int]]) {
        for _ in 0..<PieceTable.roundLimit {
            let gains = gains(in: sequences)
            guard !gains.isEmpty else { return }
            var joined: [Pair: Int] = [:]
            for index in sequences.indices { sequences[index] = join(sequences[index], gains, &joined) }
        }
    }

    /// Counts the neighbours that are worth joining.
    private func gains(in sequences: [[Int]]) -> [Pair: Int] {
        var counts: [Pair: Int] = [:]
        for sequence in sequences {
            for (left, right) in zip(sequence, sequence.dropFirst()) {
                counts[Pair(left: left, right: right), default: 0] += 1
            }
        }
        return counts.filter { pair, count in
            pair.left != pair.right
                && count * PieceTable.markLength > lengths[pair.left] + lengths[pair.right] + 2 * PieceTable.markLength
        }
    }

    private mutating func join(_ sequence: [Int], _ gains: [Pair: Int], _ joined: inout [Pair: Int]) -> [Int] {
        var result: [Int] = []
        var position = 0
        while position < sequence.count {
            guard let (pair, gain) = gain(at: position, of: sequence, gains),
                // If two pairs share a piece, the more frequent one is joined.
                gain >= self.gain(at: position + 1, of: sequence, gains)?.count ?? 0
            else {
                result.append(sequence[position])
                position += 1
                continue
            }
            if joined[pair] == nil {
                joined[pair] = add(.pair(pair.left, pair.right), lengths[pair.left] + lengths[pair.right])
            }
            result.append(joined[pair, default: pair.left])
            position += 2
        }
        return result
    }

    private func gain(at position: Int, of sequence: [Int], _ gains: [Pair: Int]) -> (pair: Pair, count: Int)? {
        guard position + 1 < sequence.count else { return nil }
        let pair = Pair(left: sequence[position], right: sequence[position + 1])
        return gains[pair].map { (pair, $0) }
    }

    // MARK: Choosing

    /// Returns the pieces that are worth a place in the list, the ones that save most first.
    func chosen(from sequences: [[Int]], count: Int) -> (order: [Int], places: [Int: Int]) {
        var counts = [Int](repeating: 0, count: pieces.count)
        for piece in sequences.joined() { counts[piece] += 1 }
        let savings = pieces.indices.map { piece in
            (counts[piece] - 1) * lengths[piece] - (counts[piece] + 1) * PieceTable.markLength
        }
        let order = pieces.indices.filter { savings[$0] > 0 }
            .sorted { (savings[$1], $0) < (savings[$0], $1) }
            .prefix(count)
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        return (Array(order), places)
    }

    /// Calls back with the texts of a piece, in order.
    func eachPart(of piece: Int, _ body: (ArraySlice<UInt8>) -> Void) {
        switch pieces[piece] {
        case .text(let range): body(bytes[range])
        case .pair(let left, let right):
            eachPart(of: left, body)
            eachPart(of: right, body)
        }
    }
}
