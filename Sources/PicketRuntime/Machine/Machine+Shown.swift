import PicketSyntax

/// Formats values for display: secrets hidden, long values cut, and all work charged.
extension Machine {
    static let shownLimit = 65_536

    /// A printer for a whole value, within the memory limit; `check` reports the result.
    func printer(revealsSecrets: Bool) -> ValuePrinter {
        ValuePrinter(
            revealsSecrets: revealsSecrets, limit: freeBytes, machine: self,
            hiding: revealsSecrets ? SecretFields() : commands.secretFields)
    }

    /// Charges a text, and throws if it is incomplete.
    func check(_ printer: ValuePrinter, _ count: Int) throws(Failure) {
        charge(scanned: count)
        if printer.isPaused { throw pause }
        if printer.isCut { throw doesNotFit() }
    }

    /// The text of `print`: its values, separated by blanks.
    func printedText(_ instruction: Instruction) throws(Failure) -> String {
        var text: [UInt8] = []
        var printer = printer(revealsSecrets: false)
        for position in 0..<instruction.b {
            if position > 0 { text.append(UInt8(ascii: " ")) }
            let cell = register(instruction.a + position * 16)
            assert(cell.isValue, "values are printed")
            if cell.kind == CellKind.unreadable { throw unreadable(cell, "the value") }
            printer.append(register(instruction.a + position * 16), to: &text)
        }
        try check(printer, text.count)
        charge(text.count)
        charge(ticks: 4)
        if secrets.version == 0 { return String(decoding: text, as: UTF8.self) }
        var work = 0
        defer { charge(scanned: work) }
        switch Redactor(secrets).redact(text, work: &work, isAwaited: { isAwaited }) {
        case .unchanged: return String(decoding: text, as: UTF8.self)
        case .changed(let text): return String(decoding: text, as: UTF8.self)
        case .givenUp: throw pause
        }
    }

    /// Formats a value for display; cuts a very long list or map.
    func shownText(_ cell: Cell) -> String {
        guard !cell.isText || cell.isSecret else {
            charge(scanned: cell.textCount)
            return redacted(cell.string)
        }
        let (text, isCut) = shownBeginning(cell, limit: Machine.shownLimit)
        return isCut ? text + "…" : text
    }

    /// The value for a session's view; nil if a copy of it would take too much memory.
    func shownValue(_ cell: Cell) -> Shown<Value>? {
        guard cell.isValue, !cell.isUnknown else { return nil }
        var size = CopySize(limit: Machine.shownValueLimit)
        size.add(cell)
        charge(visits: size.visits)
        return size.isTooLarge ? nil : Redactor(secrets).show(cell.value)
    }

    /// The limit of such a copy, in bytes.
    private static let shownValueLimit = 4 << 20

    /// Formats a value with its type, short enough for a terminal.
    func described(_ cell: Cell, limit: Int = 200) -> Failure.ShownValue {
        if cell.kind == CellKind.missing { return Failure.ShownValue("missing") }
        if cell.isSecret { return .secret }
        if cell.isUnknown { return Failure.ShownValue("null: a plan does not know this answer") }
        // A character may take several bytes.
        let (beginning, isCut) = shownBeginning(cell, limit: limit * 8, isQuoted: true)
        let isLonger = beginning.count > limit
        return Failure.ShownValue(
            isLonger ? String(beginning.prefix(limit)) : beginning,
            type: cell.kind == CellKind.null ? nil : cell.typeName, isCut: isLonger || isCut)
    }

    /// Formats a part of a compared value, long enough to recognise it.
    func shownPart(_ cell: Cell, isQuoted: Bool = false) -> Failure.ShownValue {
        let (text, isCut) = shownBeginning(cell, limit: 2_000, isQuoted: isQuoted)
        return Failure.ShownValue(text, isSecret: cell.isSecret, isCut: isCut)
    }

    /// The first bytes of a value for display, and whether there are more. It visits only as much of the value as it
    /// needs to find the secrets in them.
    ///
    /// - Parameter isQuoted: whether a text is quoted.
    func shownBeginning(_ cell: Cell, limit: Int, isQuoted: Bool = false) -> (text: String, isCut: Bool) {
        let hidesSecrets = secrets.version != 0
        let redactor = Redactor(secrets)
        let room = limit + (hidesSecrets ? redactor.longestForm : 0)
        var text: [UInt8] = []
        if isQuoted, cell.isText, !cell.isSecret {
            cell.withText { bytes in
                TextQuoting.appendQuoted(UnsafeRawBufferPointer(rebasing: bytes.prefix(room + 1)), to: &text)
            }
        } else {
            var printer = ValuePrinter(
                revealsSecrets: false, limit: room, cutsTexts: true, hiding: commands.secretFields)
            printer.append(cell, to: &text)
        }
        charge(scanned: text.count)
        let isCut = text.count > limit
        var end = min(limit, text.count)
        // Does not cut a character in the middle.
        while isCut, end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        guard hidesSecrets else { return (String(decoding: text[..<end], as: UTF8.self), isCut) }
        var work = 0
        defer { charge(scanned: work) }
        guard case .changed(let shown) = redactor.redact(text, upTo: end, work: &work) else {
            return (String(decoding: text[..<end], as: UTF8.self), isCut)
        }
        return (String(decoding: shown, as: UTF8.self), isCut)
    }

    func redacted(_ text: String) -> String {
        if secrets.version == 0 { return text }
        var work = 0
        defer { charge(scanned: work) }
        guard case .changed(let bytes) = Redactor(secrets).redact(Array(text.utf8), work: &work) else { return text }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Registers a text with the redactor. Its memory counts as memory of the run.
    func hide(_ text: String) {
        charge(scanned: 8 * text.utf8.count)
        charge(ticks: 16)
        if secrets.learn(text) { heap.state.pointee.bytes += SecretStore.bytes(of: text.utf8.count) }
    }

    /// Registers a text that was computed from a secret with the redactor. Short texts and numbers are hidden only by
    /// their taint.
    @inline(never)
    func hideDerived(_ cell: Cell) {
        if cell.isText, cell.textCount >= SecretForms.anywhere { hide(cell.string) }
    }

    /// The same for an argument. The arguments of secret parameters are already registered.
    @inline(never)
    func hideDerived(_ cell: Cell, _ slot: Int, _ shape: Unmanaged<CommandShape>) {
        let isKnown = shape._withUnsafeGuaranteedRef { slot < $0.isSecret.count && $0.isSecret[slot] }
        if !isKnown { hideDerived(cell) }
    }

    /// Registers the values of secret fields in a text that holds JSON.
    func hideMembers(of cell: Cell) {
        var found: [String] = []
        cell.withText { bytes in
            guard bytes.contains(UInt8(ascii: "{")) else { return }
            charge(scanned: 16 * bytes.count)
            _ = commands.secretFields.text(bytes, &found)
        }
        for text in found { hide(text) }
    }

    /// Lets a text be shown from now on.
    func reveal(_ text: String) {
        charge(scanned: 8 * text.utf8.count)
        charge(ticks: 16)
        if secrets.remove(text) { heap.state.pointee.bytes -= SecretStore.bytes(of: text.utf8.count) }
    }
}
