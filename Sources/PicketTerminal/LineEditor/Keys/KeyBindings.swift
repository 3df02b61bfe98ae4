/// The default key bindings. `.editrc` can change them.
enum KeyBindings {
    struct Binding {
        /// The key in libedit's form: `^A`, `\e` or the character itself.
        var key: String
        var command: Command

        init(_ key: String, _ command: Command) {
            self.key = key
            self.command = command
        }

        init(_ code: KeyCode, _ command: Command) {
            self.init(Unicode.Scalar(code.rawValue).map { String($0) } ?? "", command)
        }
    }

    /// Bindings for emacs and both modes of vi: keys that are not letters of vi's command mode.
    static let everywhere: [Binding] = [
        // In libedit's mode, a terminal sends Enter as ^J and ^J as ^M.
        Binding("^J", .accept), Binding("^M", .accept), Binding("^I", .complete), Binding(.backTab, .completeBackward),
        Binding(.up, .up), Binding(.down, .down), Binding(.left, .left), Binding(.right, .right),
        Binding(.home, .lineStart), Binding(.end, .lineEnd), Binding(.delete, .delete), Binding(.paste, .paste),
        Binding(.wordLeft, .wordLeft), Binding(.wordRight, .wordRight), Binding(.pageUp, .historyOlder),
        Binding(.pageDown, .historyNewer), Binding("^L", .clearScreen), Binding("^P", .historyOlder),
        Binding("^N", .historyNewer), Binding("^D", .deleteOrEnd), Binding("^G", .cancel),
        Binding(.metaEnter, .insertNewline), Binding(.wordDelete, .killWord),
    ]

    /// Bindings while text is typed, in vi's insert mode and in emacs.
    static let inserting: [Binding] = [
        Binding("^R", .historySearch), Binding("^H", .backspace), Binding("^?", .backspace),
        Binding("^K", .killLineEnd), Binding("^U", .killLineStart), Binding("^W", .killBlankWordBack),
        Binding("^Y", .yank), Binding("^_", .undo), Binding("^A", .lineStart), Binding("^E", .lineEnd),
        Binding("^B", .left), Binding("^F", .right), Binding("^T", .transpose),
        Binding(")", .closeBracket), Binding("]", .closeBracket), Binding("}", .closeBracket),
    ]

    /// Key sequences for emacs only, because in vi an escape leaves the insert mode.
    static let emacs: [Binding] = [
        Binding("\\e^J", .insertNewline), Binding("\\e^M", .insertNewline), Binding("\\ef", .wordRight),
        Binding("\\eb", .wordLeft), Binding("\\eF", .wordRight), Binding("\\eB", .wordLeft),
        Binding("\\ed", .killWord), Binding("\\eD", .killWord), Binding("\\e^H", .killWordBack),
        Binding("\\e^?", .killWordBack), Binding("\\ey", .yankEarlier), Binding("\\e_", .redo),
        Binding("\\e<", .textStart), Binding("\\e>", .textEnd), Binding("^X^E", .openEditor), Binding("^X^U", .undo),
        Binding("^X^R", .redo), Binding("\\e.", .lastArgument),
    ]

    /// Bindings for vi's command mode, since libedit's own do not know lines or this history.
    static let viCommands: [Binding] =
        ViKeys.operators.map { Binding(String($0), .viOperate) } + ViKeys.counts.map { Binding(String($0), .viCount) }
        + [
            Binding("p", .viPut), Binding("P", .viPutBefore), Binding(".", .viRepeat), Binding("I", .viInsert),
            Binding("A", .viInsert), Binding("a", .viInsert), Binding("0", .lineStart), Binding("\\^", .viFirstInLine),
            Binding("$", .viLastInLine), Binding("n", .historyFindNext), Binding("N", .historyFindPrevious),
            Binding("u", .undo), Binding("^R", .redo), Binding("k", .up), Binding("j", .down), Binding("-", .up),
            Binding("+", .down), Binding("/", .historyFind), Binding("?", .historyFind), Binding("v", .openEditor),
        ]

    /// Keys without a meaning of their own, which call libedit's commands.
    static let viCalls: [(key: KeyCode, command: String)] = [
        (.viInsertMode, "vi-insert"), (.viRedo, "vi-redo"),
    ]

    /// Keys whose libedit command prompts inside the text. They do nothing.
    static let silenced = ["\\ex", "\\eX"]
}
