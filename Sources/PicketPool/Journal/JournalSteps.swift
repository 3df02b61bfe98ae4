/// The steps of a journal, found by their names.
struct JournalSteps {
    private(set) var strands = JournalStrands()
    private var records: [JournalStep] = []
    private var index = PlaceIndex()

    var all: [JournalStep] { records }

    /// Returns a step by its name; nil if the journal does not have it.
    subscript(name: StepName) -> JournalStep? { place(of: name).map { records[$0] } }

    func name(of step: JournalStep) -> String { "\(strands.text(of: step.strand))#\(step.ordinal)" }

    private func place(of name: StepName) -> Int? {
        guard let ordinal = Int32(exactly: name.ordinal), let strand = strands.number(of: name.strand) else {
            return nil
        }
        return index.place(of: (strand, ordinal, 0)) { records[$0].key }
    }

    /// Returns the index of the step that a line names; nil for a text that is not a step's name.
    ///
    /// - Parameter made: Creates the step if it is new.
    mutating func place(
        _ name: UnsafeBufferPointer<UInt8>, orElse made: (JournalStrands.Number, Int32) -> JournalStep
    ) -> Int? {
        guard let mark = name.lastIndex(of: UInt8(ascii: "#")) else { return nil }
        var digits = JournalDigits(UnsafeBufferPointer(rebasing: name[(mark + 1)...]))
        guard let ordinal = digits.number(), digits.isAtEnd,
            let strand = strands.number(adding: UnsafeBufferPointer(rebasing: name[..<mark]))
        else { return nil }
        if let place = index.place(of: (strand, ordinal, 0), { records[$0].key }) {
            if records[place].isUndone { records[place] = made(strand, ordinal) }
            return place
        }
        guard records.count < Int(Int32.max) else { return nil }
        records.append(made(strand, ordinal))
        index.append((strand, ordinal, 0)) { records[$0].key }
        return records.count - 1
    }

    /// Calls back with the step at an index, in order to change it.
    mutating func update(at place: Int, _ body: (inout JournalStep) -> Void) { body(&records[place]) }

    /// Calls back with the step of a name, in order to change it, if the journal has it.
    mutating func update(_ name: StepName, _ body: (inout JournalStep) -> Void) {
        if let place = place(of: name) { body(&records[place]) }
    }

    // MARK: Strands

    /// Records a line of a step.
    ///
    /// - Parameter write: The number of the line if it announces a write; nil otherwise.
    mutating func noteLine(at place: Int, write: Int32?) -> JournalStrands.Number {
        let step = records[place]
        if let write { strands.noteWrite(step.strand, line: write) }
        strands.note(step.ordinal, in: step.strand)
        return step.strand
    }

    mutating func undo(_ strand: JournalStrands.Number, _ undoing: JournalStrands.Undoing) {
        strands.undo(strand, undoing)
    }

    mutating func goOn(_ strand: JournalStrands.Number) { strands.goOn(strand) }

    mutating func forgetUndone() { strands.forgetUndone() }

    /// Starts an iteration again that undid its work.
    mutating func startAgainUndone() {
        let undone = strands.undone.filter { $0.value.isFinal && !strands.isRun($0.key) }.map(\.key)
        strands.forgetUndone()
        guard !undone.isEmpty else { return }
        for place in records.indices where undone.contains(where: { strands.isInside(records[place].strand, $0) }) {
            records[place].isUndone = true
        }
    }
}
