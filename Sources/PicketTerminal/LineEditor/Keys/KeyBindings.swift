/// Which key calls which command until `.editrc` says otherwise.
enum KeyBindings {
    struct Binding {
        /// As libedit reads it: `^A`, `\e` and the character itself.
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

    /// In both modes of vi and in emacs: keys that no letter of vi's command mode stands for.
    static let everywhere: [Binding] = [
        // A terminal in libedit's mode sends Enter as ^J and ^J as ^M.
        Binding("^J", .accept), Binding("^M", .accept), Binding("^I", .complete), Binding(.backTab, .completeBackward),
        Binding(.up, .up), Binding(.down, .down), Binding(.left, .left), Binding(.right, .right),
        Binding(.home, .lineStart), Binding(.end, .lineEnd), Binding(.delete, .delete), Binding(.paste, .paste),
        Binding(.wordLeft, .wordLeft), Binding(.wordRight, .wordRight), Binding(.pageUp, .historyOlder),
        Binding(.pageDown, .historyNewer), Binding("^L", .clearScreen), Binding("^P", .historyOlder),
        Binding("^N", .historyNewer), Binding("^D", .deleteOrEnd), Binding("^G", .cancel),
        Binding(.metaEnter, .insertNewline),
    ]

    /// While text is typed, in vi's insert mode as in emacs.
    static let inserting: [Binding] = [
        Binding("^R", .historySearch), Binding("^H", .backspace), Binding("^?", .backspace),
        Binding("^K", .killLineEnd), Binding("^U", .killLineStart), Binding("^W", .killBlankWordBack),
        Binding("^Y", .yank), Binding("^_", .undo), Binding("^A", .lineStart), Binding("^E", .lineEnd),
        Binding("^B", .left), Binding("^F", .right), Binding("^T", .transpose),
        Binding(")", .closeBracket), Binding("]", .closeBracket), Binding("}", .closeBracket),
    ]

    /// Sequences of keys, for emacs alone: in vi an escape leaves the insert mode.
    static let emacs: [Binding] = [
        Binding("\\e^J", .insertNewline), Binding("\\e^M", .insertNewline), Binding("\\ef", .wordRight),
        Binding("\\eb", .wordLeft), Binding("\\eF", .wordRight), Binding("\\eB", .wordLeft),
        Binding("\\ed", .killWord), Binding("\\eD", .killWord), Binding("\\e^H", .killWordBack),
        Binding("\\e^?", .killWordBack), Binding("\\ey", .yankEarlier), Binding("\\e_", .redo),
        Binding("\\e<", .textStart), Binding("\\e>", .textEnd), Binding("^X^E", .openEditor), Binding("^X^U", .undo),
        Binding("^X^R", .redo),
    ]

    /// vi's command mode, where libedit's own would know nothing of lines and our history.
    static let viCommands: [Binding] = [
        Binding("u", .undo), Binding("^R", .redo), Binding("k", .up), Binding("j", .down), Binding("-", .up),
        Binding("+", .down), Binding("/", .historySearch), Binding("?", .historySearch), Binding("v", .openEditor),
    ]

    /// libedit's prompts for a command's name write into the text: those keys do nothing.
    static let silenced = ["\\ex", "\\eX"]
}
