package import PicketSyntax

/// The meanings of the names in a text. Editors query it, and the generator reads it.
package struct Resolution: Sendable {
    /// In the order of the walk over the text.
    package internal(set) var declarations: [Declaration] = []
    package internal(set) var scopes: [NameScope] = []
    /// The session's defs so far; those of this text are last.
    package internal(set) var definitions: [Signature] = []
    /// The names in each file's top level.
    var files: [NamedBody] = []
    /// The names in each def of this text, in the order of the walk.
    var bodies: [NamedBody] = []
    package internal(set) var parameters: [ScriptParameter] = []
    /// The path in each `include` that read a file, and the file.
    package internal(set) var includes: [(site: SourceLocation, file: SourceFile)] = []
    package internal(set) var tests: [DeclaredTest] = []
    /// An upper bound of the registers of any function, without those of top-level names.
    var registerBound = 0

    package init() {}

    /// The names in a file's top level.
    func names(of source: SourceFile) -> NamedBody {
        files.first { $0.source === source } ?? NamedBody(source: source)
    }

    /// The commands that any part of the text names, by their indices in the table.
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

/// The names in a file's top level, or in a def.
struct NamedBody: Sendable {
    let source: SourceFile
    /// Sorted by offset.
    private(set) var uses: [NameUse] = []

    init(source: SourceFile) { self.source = source }

    /// Adds a name. A declared name is added after its value, which follows it in the text.
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

    /// The index of the last name at or before an offset; -1 if there is none.
    func place(ofNameAt offset: UInt32) -> Int {
        var (low, high) = (0, uses.count)
        while low < high {
            let middle = (low + high) / 2
            if uses[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}

/// A def that is still to be resolved or generated.
struct QueuedDefinition {
    /// Its index among the definitions.
    let index: Int
    let definition: Definition
    let source: SourceFile
}
