/// The editor's own commands. libedit knows each by its name, so `.editrc` can bind it.
enum Command: Int32, CaseIterable {
    case accept, insertNewline, complete, completeBackward, left, right, wordLeft, wordRight, lineStart, lineEnd
    case textStart, textEnd, up, down, historyOlder, historyNewer, historySearch, backspace, delete, deleteOrEnd
    case transpose, killLineEnd, killLineStart, killWord, killWordBack, killBlankWordBack, yank, yankEarlier
    case undo, redo, openEditor, paste, clearScreen, closeBracket, cancel, lastArgument
    case historyFind, historyFindNext, historyFindPrevious
    case viOperate, viCount, viPut, viPutBefore, viRepeat, viInsert, viFirstInLine, viLastInLine

    /// The name in `.editrc`, such as `edit-history-older`.
    var name: String {
        "edit-" + String(describing: self).map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }

    /// libedit's own commands and their replacements. libedit's versions work on the whole text, on scalars, or on a
    /// history with lines of at most 1024 characters.
    static let replacements: [String: Command] = [
        "ed-newline": .accept, "ed-prev-char": .left, "ed-next-char": .right, "ed-prev-word": .wordLeft,
        "em-next-word": .wordRight, "ed-move-to-beg": .lineStart, "ed-move-to-end": .lineEnd,
        "ed-prev-history": .up, "ed-next-history": .down, "ed-search-prev-history": .up,
        "ed-search-next-history": .down, "ed-prev-line": .up, "ed-next-line": .down,
        "em-inc-search-prev": .historySearch, "em-inc-search-next": .historySearch, "em-delete-prev-char": .backspace,
        "ed-delete-prev-char": .backspace, "ed-delete-next-char": .delete, "em-delete-or-list": .deleteOrEnd,
        "ed-transpose-chars": .transpose, "ed-kill-line": .killLineEnd, "em-kill-line": .killLineStart,
        "vi-kill-line-prev": .killLineStart, "ed-delete-prev-word": .killWordBack, "em-delete-next-word": .killWord,
        "em-yank": .yank, "vi-undo": .undo, "vi-histedit": .openEditor, "ed-clear-screen": .clearScreen,
        "vi-search-prev": .historyFind, "vi-search-next": .historyFind, "vi-repeat-next": .historyFindNext,
        "vi-repeat-prev": .historyFindPrevious, "vi-paste-next": .viPut, "vi-paste-prev": .viPutBefore,
        "vi-zero": .lineStart,
    ]
}
