/// Keys that a terminal sends as a sequence, each as one code that libedit's keymaps can bind.
///
/// The codes are C1 controls, which no keyboard sends in UTF-8. One code instead of a sequence makes arrows, Home, End and a
/// paste work in vi's command mode too, where the sequence's escape would be a key of its own.
enum KeyCode: UInt32, CaseIterable {
    case up = 0x81
    case down, right, left, home, end, delete, backTab, paste, wordRight, wordLeft, pageUp, pageDown
    case metaEnter

    /// What follows the escape, as xterm and its many descendants send it.
    /// https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys
    static let sequences: [String: KeyCode] = [
        "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right, "[D": .left, "OD": .left,
        "[H": .home, "OH": .home, "[1~": .home, "[7~": .home, "[F": .end, "OF": .end, "[4~": .end, "[8~": .end,
        "[3~": .delete, "[Z": .backTab, "[200~": .paste, "[5~": .pageUp, "[6~": .pageDown,
        "[1;5C": .wordRight, "[1;3C": .wordRight, "[1;5D": .wordLeft, "[1;3D": .wordLeft,
        "\r": .metaEnter, "\n": .metaEnter, "[13;3u": .metaEnter, "[27;3;13~": .metaEnter,
    ]
}
