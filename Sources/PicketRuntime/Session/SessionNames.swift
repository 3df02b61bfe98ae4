package import PicketSyntax

/// The state of a prompt between texts: the names and defs that the next text sees.
///
/// It is a value. A text is compiled with a copy, which replaces the session if the text is accepted. A refused text
/// leaves no trace.
package struct SessionNames: Sendable {
    var names = NameTable()
    /// The current top-level name by a name's number; -1 if there is none.
    private(set) var globalOf: [Int32] = []
    /// The current def by a name's number; -1 if there is none.
    private(set) var definitionOf: [Int32] = []
    /// All declared names. A later name replaces an earlier one of the same spelling.
    private(set) var globals: [Global] = []
    private(set) var definitions: [Signature] = []
    /// The number of the machine's functions.
    var functionCount = 0
    /// The number of registers of the bottom frame that names use.
    private(set) var nextGlobal = 0
    /// The number of names beyond the registers.
    private(set) var nextFarGlobal = 0
    var includedFiles: [FirstInclude] = []

    /// A top-level name.
    struct Global: Sendable {
        let name: Int
        let location: SourceLocation
        let place: GlobalPlace
    }

    /// Top-level names beyond this register are stored elsewhere, because registers are limited.
    static let nearGlobals = 3_000

    package init() {}

    /// The number of a name in a text.
    @inline(__always)
    mutating func number(of span: SourceSpan, in source: SourceFile) -> Int {
        let number = names.number(of: span, in: source)
        if number >= globalOf.count {
            globalOf.append(-1)
            definitionOf.append(-1)
        }
        return number
    }

    /// Declares a top-level name.
    mutating func declare(_ name: Int, at location: SourceLocation) -> Global {
        let place: GlobalPlace
        if nextGlobal < SessionNames.nearGlobals {
            place = .register(nextGlobal)
            nextGlobal += 1
        } else {
            place = .far(nextFarGlobal)
            nextFarGlobal += 1
        }
        globalOf[name] = Int32(truncatingIfNeeded: globals.count)
        globals.append(Global(name: name, location: location, place: place))
        return globals[globals.count - 1]
    }

    func global(_ name: Int) -> Global? { globalOf[name] < 0 ? nil : globals[Int(globalOf[name])] }

    /// The def of a name, by its index among the definitions.
    @inline(__always)
    func definition(_ name: Int) -> Int? { definitionOf[name] < 0 ? nil : Int(definitionOf[name]) }

    /// Declares a def, and reserves a function index for it.
    mutating func define(_ name: Int, _ signature: Signature) {
        definitionOf[name] = Int32(truncatingIfNeeded: definitions.count)
        definitions.append(signature)
        definitions[definitions.count - 1].function = functionCount
        functionCount += 1
    }

    /// All top-level names, in the order of their numbers.
    var globalNames: some Sequence<String> {
        globalOf.indices.lazy.filter { self.globalOf[$0] >= 0 }.map { self.names.text(of: $0) }
    }

    var definitionNames: some Sequence<String> {
        definitionOf.indices.lazy.filter { self.definitionOf[$0] >= 0 }.map { self.names.text(of: $0) }
    }
}

extension SessionNames {
    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? {
        guard let number = names.number(of: name), case .register(let register)? = global(number)?.place else {
            return nil
        }
        return register
    }

    /// The declaration of a top-level name.
    package func location(ofGlobal name: String) -> SourceLocation? {
        names.number(of: name).flatMap(global)?.location
    }

    /// Removes the names that were declared since an earlier state and never got a value, because the program failed.
    /// Their earlier meanings hold again.
    ///
    /// - Parameter hasValue: whether the register of a top-level name has a value.
    package mutating func giveUpNames(since earlier: SessionNames, unless hasValue: (Int) -> Bool) {
        // The program did not run to its end, so a later text runs its files again.
        includedFiles = earlier.includedFiles
        for name in globalOf.indices {
            let before = name < earlier.globalOf.count ? earlier.globalOf[name] : -1
            guard globalOf[name] != before, case .register(let register)? = global(name)?.place, !hasValue(register)
            else { continue }
            globalOf[name] = before
        }
    }
}
