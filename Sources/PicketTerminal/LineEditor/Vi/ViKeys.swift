/// The keys of vi's command mode that the editor itself carries out.
enum ViKeys {
    /// `d`, `c` and `y` with a motion, and the keys that stand for one of them with a fixed motion.
    static let operators: [Character] = ["d", "c", "y", "D", "C", "Y", "S", "x", "X", "s"]
    static let counts: [Character] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    /// libedit's commands and motions that a count repeats.
    static let repeated = Set("hlwWbBeEjk+-;,~u ".unicodeScalars.map(\.value))
    /// Motions that are followed by the character to find.
    static let finds = Set("fFtT".unicodeScalars.map(\.value))

    /// Returns the operator and the motion that a key stands for; nil for a motion that is still to be typed.
    static func meaning(of key: Unicode.Scalar) -> (operation: ViOperator, motion: Unicode.Scalar?)? {
        switch key {
        case "d": (.delete, nil)
        case "c": (.change, nil)
        case "y": (.yank, nil)
        case "D": (.delete, "$")
        case "C": (.change, "$")
        case "Y": (.yank, "$")
        case "S": (.change, "c")
        case "x": (.delete, "l")
        case "X": (.delete, "h")
        case "s": (.change, "l")
        default: nil
        }
    }
}

/// What an operator of vi does with a part of the text.
enum ViOperator: Hashable {
    case delete, change, yank

    /// The key that means whole lines if it follows the operator.
    var doubled: Unicode.Scalar {
        switch self {
        case .delete: "d"
        case .change: "c"
        case .yank: "y"
        }
    }
}

/// An operator with its motion.
struct ViChange: Hashable {
    var operation: ViOperator
    var motion: Unicode.Scalar
    var count = 1
    /// The character that a motion such as `f` looks for.
    var target: Unicode.Scalar?
}

/// A part of the text that a motion covers.
struct ViSpan: Hashable {
    var range: Range<Int>
    /// Whether it consists of whole lines; the range has no newline at its end.
    var isLines = false
}
