package import PicketSyntax

/// A place in a text that makes a name known.
package struct Declaration: Sendable {
    package enum Kind: Sendable {
        /// `let`, `secret`
        case name
        /// `param`
        case scriptParameter
        /// The parameter of a `def`.
        case parameter
        /// The name of a `for`.
        case loop
        /// The name behind `catch`.
        case problem
        /// The name behind `as`.
        case response
        /// A name of an earlier text of the session.
        case earlier
    }

    package let kind: Kind
    /// The name, where it is declared.
    package let location: SourceLocation
    /// The number of the name.
    let name: Int
    /// The scope that the name belongs to; nil for a name of the top level, which defs see, too.
    package let scope: Int?
    /// Where its value stands; nil for a name that only a block or a def sees, whose generator finds a register.
    let place: GlobalPlace?
    /// Whether its value is read, and whether it is changed after its declaration.
    package var isUsed = false
    package var isChanged = false
}

/// Where the value of a top-level name stands.
enum GlobalPlace: Sendable {
    /// A register of the bottom frame.
    case register(Int)
    /// A place beyond the registers.
    case far(Int)
}

/// A stretch of a text whose names end with it.
package struct NameScope: Sendable {
    package let source: SourceFile
    package let span: SourceSpan
    /// The scope around it; nil for one at the top level, or the outermost one of a def.
    package let parent: Int?
}

/// What a name stands for where it is written.
package enum Meaning: Equatable, Sendable {
    /// It makes a declaration known, reads its value, or changes it: by its place among the declarations.
    case declares(Int)
    case reads(Int)
    case changes(Int)
    /// A def, by its place among the definitions; a command, by its place in the table; a function of the language.
    case definition(Int)
    case command(Int)
    case builtin(Int)
    /// Nothing has this name here.
    case unknown

    /// The declaration of a variable.
    var declaration: Int? {
        switch self {
        case .declares(let index), .reads(let index), .changes(let index): index
        default: nil
        }
    }
}

/// A name that stands in a text: eight bytes, for a long text has many.
struct NameUse: Sendable {
    /// Where the name begins in its file.
    let start: UInt32
    private let bits: UInt32

    private static let indexBits: UInt32 = 29

    init(_ start: UInt32, _ meaning: Meaning) {
        self.start = start
        let (tag, index) =
            switch meaning {
            case .declares(let index): (0, index)
            case .reads(let index): (1, index)
            case .changes(let index): (2, index)
            case .definition(let index): (3, index)
            case .command(let index): (4, index)
            case .builtin(let index): (5, index)
            case .unknown: (6, 0)
            } as (UInt32, Int)
        assert(index >> Int(NameUse.indexBits) == 0, "a text has fewer names than it has bytes")
        bits = tag << NameUse.indexBits | UInt32(truncatingIfNeeded: index)
    }

    var meaning: Meaning {
        let index = Int(bits & (1 << NameUse.indexBits - 1))
        switch bits >> NameUse.indexBits {
        case 0: return .declares(index)
        case 1: return .reads(index)
        case 2: return .changes(index)
        case 3: return .definition(index)
        case 4: return .command(index)
        case 5: return .builtin(index)
        default: return .unknown
        }
    }
}
