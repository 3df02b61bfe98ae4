import PicketSyntax

/// The strands of a journal: how far each came, and which of them undid their work.
struct JournalStrands {
    /// The record of a strand. There may be as many records as steps, so it is small.
    private struct Record {
        var lastOrdinal: Int32 = 0
        /// The line of its latest write; -1 for none.
        var write: Int32 = -1
        /// The number of the inner loop whose iterations wrote last, and the line of that write.
        var loop: Int32 = -1
        var loopWrite: Int32 = -1
        /// The line of the latest write in any other inner loop.
        var otherWrite: Int32 = -1
    }

    /// A strand that cleaned up after a failure.
    struct Undoing {
        /// The write that did the clean-up.
        let request: String
        /// Whether the script could not continue after the failure.
        let isFinal: Bool
    }

    private var records: [TextKey: Record] = [:]
    private(set) var undone: [TextKey: Undoing] = [:]

    /// Returns the ordinal of a strand's last step.
    func lastOrdinal(of strand: String) -> Int { Int(records[TextKey(strand)]?.lastOrdinal ?? 0) }

    mutating func note(_ step: StepName) {
        let ordinal = Int32(clamping: step.ordinal)
        Self.raise(&records[TextKey(step.strand), default: Record()].lastOrdinal, to: ordinal)
    }

    private static func raise(_ number: inout Int32, to other: Int32) { number = max(number, other) }

    // MARK: Writes

    /// Records a write that was sent in a strand.
    mutating func noteWrite(_ strand: String, line: Int32) {
        records[TextKey(strand), default: Record()].write = line
        Self.forEachAncestor(of: strand) { ancestor, loop in
            var record = records[TextKey(ancestor)] ?? Record()
            if record.loop != loop {
                record.otherWrite = record.loopWrite
                record.loop = loop
            }
            record.loopWrite = line
            records[TextKey(ancestor)] = record
        }
    }

    /// Returns the line of the latest write that a strand may depend on: a write in the strand itself, in its inner
    /// loops, or in the strands around it. Iterations of one loop do not depend on each other. -1 for none.
    func latestWrite(around strand: String) -> Int32 {
        let own = records[TextKey(strand)] ?? Record()
        var line = max(own.write, own.loopWrite, own.otherWrite)
        Self.forEachAncestor(of: strand) { ancestor, loop in
            guard let record = records[TextKey(ancestor)] else { return }
            line = max(line, record.write, record.loop == loop ? record.otherWrite : record.loopWrite)
        }
        return line
    }

    /// Calls back with each outer strand of a strand, and the number of the loop that leads to it. For `/2.17/1.3`,
    /// these are `/2.17` with 1, and the run itself with 2.
    private static func forEachAncestor(of strand: String, _ body: (_ ancestor: String, _ loop: Int32) -> Void) {
        var rest = Substring(strand)
        while let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
            let place = rest[rest.utf8.index(after: slash)...]
            let loop = place.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1).first
            rest = rest[..<slash]
            body(String(rest), loop.flatMap { Int32(Substring($0)) } ?? 0)
        }
    }

    // MARK: Cleaning up

    mutating func undo(_ strand: String, _ undoing: Undoing) { undone[TextKey(strand)] = undoing }

    /// Records that a strand continued, so that the undoing in it and in its inner loops was a part of the script.
    mutating func goOn(_ strand: String) {
        guard !undone.isEmpty else { return }
        undone = undone.filter { !Self.isInside($0.key.text, strand) }
    }

    mutating func forgetUndone() { undone = [:] }

    /// Whether a strand is another one, or inside of it.
    static func isInside(_ strand: String, _ outer: String) -> Bool {
        let (strand, outer) = (strand.utf8, outer.utf8)
        return strand.starts(with: outer)
            && (strand.count == outer.count || strand.dropFirst(outer.count).first == UInt8(ascii: "/"))
    }

    /// Whether a strand is a run itself, and not an iteration.
    static func isRun(_ strand: String) -> Bool { !strand.utf8.contains(UInt8(ascii: "/")) }
}
