/// The bodies that the texts of a session defer to its end.
extension Machine {
    /// Registers a body for the session's end, once: a watched text defers it in each round.
    func deferToEnd(_ function: Int, firstRegister: Int) {
        guard !deferredToEnd.contains(where: { $0.function == function }) else { return }
        deferredToEnd.append(DeferredCode(function: function, firstRegister: firstRegister))
    }

    /// The number of bodies that wait for the session's end.
    package var deferredCount: Int { deferredToEnd.count }

    /// Prepares the session's latest deferred body; returns false if only `count` earlier ones are left.
    ///
    /// The machine must be idle. Call it until it returns false, because names that were declared after a body have no
    /// value while the body runs.
    ///
    /// - Parameter isContinuation: whether the body shares the limits of the text or body before.
    package func beginDeferred(beyond count: Int, isContinuation: Bool = false) -> Bool {
        guard deferredToEnd.count > count, let deferred = deferredToEnd.popLast() else {
            putBack()
            return false
        }
        stream = nil
        begin(deferred.function, isContinuation: isContinuation)
        takeAside(from: deferred.firstRegister)
        // These registers hold values of other lines.
        for register in stride(
            from: deferred.firstRegister, to: functions[deferred.function].registerCount << 4, by: 1 << 4)
        {
            setRegister(register, .missing)
        }
        return true
    }

    /// Keeps the values of later names elsewhere, because a body and the defs that it calls use the same registers.
    private func takeAside(from offset: Int) {
        let cells = stride(from: offset, to: textRegisterCount << 4, by: 1 << 4).map { register($0) }
        setAside = cells.isEmpty ? nil : (offset, cells)
    }

    /// Gives later names their values again.
    func putBack() {
        guard let (offset, cells) = setAside else { return }
        setAside = nil
        for (position, cell) in cells.enumerated() { state.pointee.globals.set(offset + position << 4, cell) }
    }
}

/// A body that runs at a session's end.
struct DeferredCode {
    let function: Int
    /// The offset of the first register that the body does not share.
    let firstRegister: Int
}
