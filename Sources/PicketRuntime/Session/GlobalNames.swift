/// The top-level names of a session and where their values are, for hosts that read results.
package struct GlobalNames: Sendable {
    let places: [(name: String, place: GlobalPlace)]

    package init(_ script: CompiledScript) { self.init(script.names) }

    package init(_ session: SessionNames) {
        places = session.globalOf.indices.compactMap { number in
            session.global(number).map { (session.names.text(of: number), $0.place) }
        }
    }
}

extension Machine {
    /// The values of top-level names. Names without a value are left out.
    ///
    /// - Parameters:
    ///
    ///   - isWanted: whether the host reads the name.
    ///
    ///   - bytes: how much memory the values may take outside of the heap, where nothing is shared. A value that needs
    ///
    ///     more is left out.
    package func values(
        of names: GlobalNames, where isWanted: (String) -> Bool = { _ in true }, bytes: Int
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        var room = bytes
        for (name, place) in names.places where isWanted(name) {
            let cell = cell(at: place)
            guard cell.isValue else { continue }
            var copy = CopySize(limit: room)
            copy.add(cell)
            if copy.isTooLarge { continue }
            room -= copy.bytes
            values[name] = cell.value
        }
        return values
    }

    private func cell(at place: GlobalPlace) -> Cell {
        switch place {
        case .register(let register): state.pointee.globals.get(register << 4)
        case .far(let index): index < state.pointee.farGlobalCount ? state.pointee.farGlobals[index] : .missing
        }
    }
}
