public import PicketSyntax

extension EditorServices {
    /// A part of a text that is shown in a style of its own.
    public struct Highlight: Sendable, Equatable {
        /// The role of a part.
        public enum Kind: String, Sendable, CaseIterable {
            /// A command or a def that is called or declared.
            case command
            /// A function that is called.
            case function
            /// A word in the place of a command or function that is neither known nor the beginning of a known one at the
            /// end of the text.
            case unknown
            /// A word that begins a statement or has a meaning inside of one.
            case keyword
            /// The name of an argument, before its `=`, or a key of a map.
            case argumentName
            /// A plain word.
            case word
            /// A quoted text.
            case string
            /// An escape in a quoted text.
            case escape
            /// A number, duration, boolean or `null`.
            case number
            /// A variable with its fields.
            case variable
            /// An operator or a sign.
            case `operator`
            /// A comment.
            case comment
            /// A bracket.
            case bracket
            /// A part that no script may have here: an unclosed quote, or an argument that the command does not accept.
            case error
        }

        /// The part.
        public let span: SourceSpan
        /// The role of the part.
        public let kind: Kind
    }

    /// A text that can be inserted at a place.
    public struct CompletionItem: Sendable, Equatable {
        /// The kind of the inserted text.
        public enum Kind: String, Sendable, CaseIterable {
            /// A command of the host.
            case command
            /// A def of the script, its modules or the preludes, at the beginning of a statement.
            case definition
            /// A function of the language or the host, or a def in an expression; the text ends in its opening bracket.
            case function
            /// A word of the language.
            case keyword
            /// A parameter of a command or def; the text ends in `=`.
            case parameter
            /// A value of a parameter.
            case value
            /// A variable, without its `$`.
            case variable
            /// A field of a variable.
            case field
            /// The path of a module or file.
            case file
        }

        /// The text to insert.
        public let text: String
        /// The kind of the text.
        public let kind: Kind
        /// A description in one line; empty for none. It never has a value of a variable.
        public let detail: String
        /// The part of the word before the cursor that the text replaces; empty if the word is not begun.
        public let replaced: SourceSpan
    }

    /// The description of a name.
    public struct Hover: Sendable, Equatable {
        /// How the name is used: `order ITEM [count=]`, `split(text, [sep])`, `$name`. It never has a value.
        public let signature: String
        /// One line or more; empty for none.
        public let summary: String
        /// The name in the text.
        public let span: SourceSpan
    }
}
