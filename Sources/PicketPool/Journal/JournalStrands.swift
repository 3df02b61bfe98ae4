/// The strands of a journal: how far each came, and which of them undid their work.
///
/// Each strand has a number. There may be as many strands as steps, so the record of a strand is small.
struct JournalStrands {
    typealias Number = Int32

    private struct Record {
        /// The outer strand; -1 for a run itself.
        let outer: Number
        /// The number of the loop in the outer strand, and of the iteration; for a run 0, and the number of the run.
        let loop: Int32
        let iteration: Int32
        var lastOrdinal: Int32 = 0
        /// The line of its latest write; -1 for none.
        var write: Int32 = -1
        /// Of the loop inside whose iterations wrote last: its number, and the line.
        var innerLoop: Int32 = -1
        var innerWrite: Int32 = -1
        /// The line of the latest write in any other loop inside.
        var otherWrite: Int32 = -1

        var key: PlaceIndex.Key { (outer, loop, iteration) }
    }

    /// A strand that cleaned up after a failure.
    struct Undoing {
        /// The write that did the clean-up.
        let request: String
        /// Whether the script could not continue after the failure.
        let isFinal: Bool
    }

    private var records: [Record] = []
    private var index = PlaceIndex()
    private(set) var undone: [Number: Undoing] = [:]

    // MARK: Names

    /// Returns the number of a strand; nil if the journal does not have it.
    func number(of strand: String) -> Number? {
        var strand = strand
        return strand.withUTF8 { text in
            Self.follow(text) { key in index.place(of: key) { records[$0].key }.map { Number($0) } }
        }
    }

    /// Returns the number of a strand. A new strand gets a number. nil for a text that does not name a strand.
    mutating func number(adding text: UnsafeBufferPointer<UInt8>) -> Number? {
        Self.follow(text) { key in
            if let place = index.place(of: key, { records[$0].key }) { return Number(place) }
            guard records.count < Int(Int32.max) else { return nil }
            records.append(Record(outer: key.0, loop: key.1, iteration: key.2))
            index.append(key) { records[$0].key }
            return Number(records.count - 1)
        }
    }

    /// Returns the text of a strand.
    func text(of strand: Number) -> String {
        let record = records[Int(strand)]
        guard record.outer >= 0 else { return record.iteration == 1 ? "" : "@\(record.iteration)" }
        return "\(text(of: record.outer))/\(record.loop).\(record.iteration)"
    }

    /// Parses a text from its run on, and calls back with the key of each strand on the way.
    private static func follow(_ text: UnsafeBufferPointer<UInt8>, _ next: (PlaceIndex.Key) -> Number?) -> Number? {
        var digits = JournalDigits(text)
        var run: Int32 = 1
        if digits.take(UInt8(ascii: "@")) {
            guard let number = digits.number(), number != 1 else { return nil }
            run = number
        }
        guard var strand = next((-1, 0, run)) else { return nil }
        while !digits.isAtEnd {
            guard digits.take(UInt8(ascii: "/")), let loop = digits.number(), digits.take(UInt8(ascii: ".")),
                let iteration = digits.number(), let inner = next((strand, loop, iteration))
            else { return nil }
            strand = inner
        }
        return strand
    }

    // MARK: Ordinals

    /// Returns the ordinal of a strand's last step.
    func lastOrdinal(of strand: Number) -> Int32 { records[Int(strand)].lastOrdinal }

    mutating func note(_ ordinal: Int32, in strand: Number) {
        records[Int(strand)].lastOrdinal = max(records[Int(strand)].lastOrdinal, ordinal)
    }

    // MARK: Writes

    /// A write went out in a strand.
    mutating func noteWrite(_ strand: Number, line: Int32) {
        records[Int(strand)].write = line
        var inner = records[Int(strand)]
        while inner.outer >= 0 {
            let outer = Int(inner.outer)
            if records[outer].innerLoop != inner.loop {
                records[outer].otherWrite = records[outer].innerWrite
                records[outer].innerLoop = inner.loop
            }
            records[outer].innerWrite = line
            inner = records[outer]
        }
    }

    /// The line of the latest write that what happens in a strand may have shown, or have led to: in the strand itself, in
    /// loops inside it, and in the strands around it. Iterations of one loop know nothing of each other. -1 for none.
    func latestWrite(around strand: Number) -> Int32 {
        var inner = records[Int(strand)]
        var line = max(inner.write, inner.innerWrite, inner.otherWrite)
        while inner.outer >= 0 {
            let outer = records[Int(inner.outer)]
            line = max(line, outer.write, outer.innerLoop == inner.loop ? outer.otherWrite : outer.innerWrite)
            inner = outer
        }
        return line
    }

    // MARK: Tidying up

    mutating func undo(_ strand: Number, _ undoing: Undoing) { undone[strand] = undoing }

    /// A strand went on: what it and the loops inside it undid was a part of the script.
    mutating func goOn(_ strand: Number) {
        guard !undone.isEmpty else { return }
        undone = undone.filter { !isInside($0.key, strand) }
    }

    mutating func forgetUndone() { undone = [:] }

    /// Whether a strand is another one, or inside of it.
    func isInside(_ strand: Number, _ outer: Number) -> Bool {
        var strand = strand
        while strand != outer {
            guard strand >= 0 else { return false }
            strand = records[Int(strand)].outer
        }
        return true
    }

    /// Whether it is a run itself, and no iteration.
    func isRun(_ strand: Number) -> Bool { records[Int(strand)].outer < 0 }
}

/// Parses the numbers in a step's name.
struct JournalDigits {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { place == text.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard place < text.count, text[place] == byte else { return false }
        place += 1
        return true
    }

    /// Parses a number of at most 31 bits without leading zeros; nil for any other text.
    mutating func number() -> Int32? {
        let start = place
        var value: Int32 = 0
        while place < text.count, text[place] &- UInt8(ascii: "0") < 10 {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeByOne) = tens.addingReportingOverflow(Int32(text[place] &- UInt8(ascii: "0")))
            guard !isTooLarge, !isTooLargeByOne else { return nil }
            value = sum
            place += 1
        }
        let isOne = place > start && (place == start + 1 || text[start] != UInt8(ascii: "0"))
        return isOne ? value : nil
    }
}
