import PicketSyntax

/// What the names of a text mean: what an editor asks, and what code is made from.
package struct Resolution: Sendable {
    /// In the order in which they were met.
    package internal(set) var declarations: [Declaration] = []
    package internal(set) var scopes: [NameScope] = []
    /// The defs of the session so far; those of this text are the last.
    package internal(set) var definitions: [Signature] = []
    /// The names in the top level of each file.
    var files: [NamedBody] = []
    /// The names in each def of this text, in the order in which they were read.
    var bodies: [NamedBody] = []
    package internal(set) var parameters: [ScriptParameter] = []
    package internal(set) var tests: [DeclaredTest] = []
    /// No function needs more registers than these, beside those of the top-level names.
    var registerBound = 0

    package init() {}

    /// The names in the top level of a file.
    func names(of source: SourceFile) -> NamedBody {
        files.first { $0.source === source } ?? NamedBody(source: source)
    }

    /// The commands that the text names, in any of its parts, by their places in the table.
    var usedCommands: Set<Int> {
        var used: Set<Int> = []
        var latest = -1
        for body in files + bodies {
            for use in body.uses {
                guard case .command(let index) = use.meaning, index != latest else { continue }
                latest = index
                used.insert(index)
            }
        }
        return used
    }
}

/// The names in the top level of a file, or in a def.
struct NamedBody: Sendable {
    let source: SourceFile
    /// By where they stand.
    private(set) var uses: [NameUse] = []

    init(source: SourceFile) { self.source = source }

    /// Adds a name; what is declared is met after the value that it gets, which stands behind it.
    @inline(__always)
    mutating func add(_ start: UInt32, _ meaning: Meaning) {
        if let last = uses.last, last.start >= start { return insert(start, meaning) }
        uses.append(NameUse(start, meaning))
    }

    private mutating func insert(_ start: UInt32, _ meaning: Meaning) {
        let place = place(ofNameAt: start) + 1
        assert(place == 0 || uses[place - 1].start < start || start == 0, "each name is met once")
        uses.insert(NameUse(start, meaning), at: place)
    }

    /// The place of the last name that begins at an offset or before it; -1 if there is none.
    func place(ofNameAt offset: UInt32) -> Int {
        var (low, high) = (0, uses.count)
        while low < high {
            let middle = (low + high) / 2
            if uses[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}

/// A def whose names are to be read, or whose code is to be made.
struct QueuedDefinition {
    /// Its place among the definitions.
    let index: Int
    let definition: Definition
    let source: SourceFile
}
