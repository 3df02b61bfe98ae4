package import PicketSyntax

/// A declaration of a name in a text.
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
        /// The name after `catch`.
        case problem
        /// The name after `as`.
        case response
        /// A name of an earlier text of the session.
        case earlier
    }

    package let kind: Kind
    /// The location of the declared name.
    package let location: SourceLocation
    /// The number of the name.
    let name: Int
    /// The scope of the name; nil for a top-level name, which defs can see too.
    package let scope: Int?
    /// The place of a top-level name's value; nil for a name of a block or def, for which the generator allocates a
    /// register.
    let place: GlobalPlace?
    /// Whether its value is read.
    package var isUsed = false
    /// Whether it is changed after its declaration.
    package var isChanged = false
}

/// The place of a top-level name's value.
enum GlobalPlace: Sendable {
    /// A register of the bottom frame.
    case register(Int)
    /// A place beyond the registers.
    case far(Int)
}

/// A range of a text with names of its own.
package struct NameScope: Sendable {
    package let source: SourceFile
    package let span: SourceSpan
    /// The surrounding scope; nil for a scope at the top level, and for the outermost scope of a def.
    package let parent: Int?
}

/// The meaning of a name at a place in the text.
package enum Meaning: Equatable, Sendable {
    /// The name declares, reads or changes a variable, given by its index among the declarations.
    case declares(Int)
    case reads(Int)
    case changes(Int)
    /// A def, by its index among the definitions; a command, by its index in the table; a function of the language; or
    /// one of the host, by its index in the table.
    case definition(Int)
    case command(Int)
    case builtin(Int)
    case hostFunction(Int)
    /// The name is unknown.
    case unknown

    /// The declaration of a variable.
    package var declaration: Int? {
        switch self {
        case .declares(let index), .reads(let index), .changes(let index): index
        default: nil
        }
    }
}

/// A name in a text. It has only eight bytes, because a long text has many names.
struct NameUse: Sendable {
    /// The offset of the name in its file.
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
            case .hostFunction(let index): (7, index)
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
        case 7: return .hostFunction(index)
        default: return .unknown
        }
    }
}
