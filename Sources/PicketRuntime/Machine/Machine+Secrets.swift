/// Creates secrets, and refuses empty ones.
extension Machine {
    /// Makes a register's value secret. Null or an empty text is an error, unless the script allows it: a forgotten
    /// variable may have caused it, and it would become a password.
    func makeSecret(_ register: Int, _ site: SecretSite) throws(Failure) {
        let cell = self.register(register)
        let isNull = cell.kind == CellKind.null || cell.kind == CellKind.missing
        guard isNull && site.refusesNull || cell.isEmptyText && !site.mayBeEmpty else {
            return setRegister(register, try madeSecret(cell))
        }
        // At the prompt the name must not keep this value.
        setRegister(register, .missing)
        throw emptySecret(site, isNull: isNull)
    }

    /// Announces the name and value of a `secret` statement to the host, if requested.
    func announceSecret(_ register: Int, _ site: SecretSite) {
        guard announcesSecrets, let name = site.name else { return }
        pendingText = name
        pendingSecret = self.register(register).value
        signalNext = .secret
    }

    /// Returns the value as a secret, which is never shown from now on. The redactor learns its texts.
    func madeSecret(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.list:
            try demand(bytes: cell.listElements.count * 16)
            let copy = heap.state.pointee.list(capacity: cell.listElements.count)
            try pauseIfAwaited()
            for element in cell.listElements { heap.state.pointee.append(try madeSecret(element), to: copy) }
            return copy
        case CellKind.map:
            try demand(bytes: HeapState.mapBytes(capacity: cell.mapEntries.count))
            let copy = heap.state.pointee.map(capacity: cell.mapEntries.count)
            try pauseIfAwaited()
            for entry in cell.mapEntries {
                heap.state.pointee.set(entry.key, to: try madeSecret(entry.value), in: copy)
            }
            return copy
        default:
            if cell.kind != CellKind.missing, cell.kind != CellKind.null, cell.kind != CellKind.boolean {
                let text = try text(of: cell).string
                try demand(bytes: SecretStore.bytes(of: text.utf8.count))
                hide(text)
            }
            return cell.tainted(true)
        }
    }

    /// Makes the arguments of a command's secret parameters secret.
    @inline(never)
    func taintSecrets(
        _ shape: Unmanaged<CommandShape>, _ site: UnsafePointer<CommandSite>, at base: Int
    ) throws(Failure) {
        for slot in shape._withUnsafeGuaranteedRef({ $0.secretSlots }) {
            let cell = register(base + slot * 16)
            guard cell.kind != CellKind.missing, !cell.isContainer else { continue }
            if cell.kind == CellKind.null || cell.isEmptyText { try refuseEmpty(cell, slot, shape, site) }
            if cell.isText { hide(cell.string) }
            setRegister(base + slot * 16, cell.tainted(true))
        }
    }

    /// Refuses an empty argument that was computed. An empty text that is already secret was allowed when it was created.
    /// A computed argument has an entry in `checks`, unless its parameter takes any value.
    private func refuseEmpty(
        _ cell: Cell, _ slot: Int, _ shape: Unmanaged<CommandShape>, _ site: UnsafePointer<CommandSite>
    ) throws(Failure) {
        if cell.isSecret { return }
        let checks = state.pointee.functions[state.pointee.function].checks
        let check = site.pointee.checks.first { checks[$0].slot == slot }
        let command = shape._withUnsafeGuaranteedRef { $0.command }
        guard check != nil || command.parameters[slot].kind == .value else { return }
        throw emptySecret(
            command.parameters[slot].name, of: command.name, isNull: cell.kind == CellKind.null,
            at: check.map { checks[$0].span })
    }
}
