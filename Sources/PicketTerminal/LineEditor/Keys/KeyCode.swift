/// Keys that a terminal sends as a sequence. Each gets a single code that libedit's keymaps can bind.
///
/// The codes are C1 controls, which no keyboard sends in UTF-8. With a single code, arrows, Home, End and a paste also
/// work in vi's command mode, where the escape of a sequence would be a separate key.
enum KeyCode: UInt32, CaseIterable {
    case up = 0x81
    case down, right, left, home, end, delete, backTab, paste, wordRight, wordLeft, pageUp, pageDown
    case metaEnter, wordDelete
    /// No key. With these, an own command of vi calls one of libedit.
    case viInsertMode, viRedo

    /// The sequences after the escape, as xterm and its many descendants send them.
    /// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys
    static let sequences: [String: KeyCode] = [
        "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right, "[D": .left, "OD": .left,
        "[H": .home, "OH": .home, "[1~": .home, "[7~": .home, "[F": .end, "OF": .end, "[4~": .end, "[8~": .end,
        "[3~": .delete, "[Z": .backTab, "[200~": .paste, "[5~": .pageUp, "[6~": .pageDown,
        "[1;5C": .wordRight, "[1;3C": .wordRight, "[1;5D": .wordLeft, "[1;3D": .wordLeft,
        "\r": .metaEnter, "\n": .metaEnter, "[13;3u": .metaEnter, "[27;3;13~": .metaEnter,
        "[3;5~": .wordDelete, "[3;3~": .wordDelete, "[3^": .wordDelete,
    ]
}
