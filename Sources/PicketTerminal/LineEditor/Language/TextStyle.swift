/// What a piece of text is; a ``Theme`` says how that looks.
package enum TextStyle: Hashable, Sendable, CaseIterable {
    case command, unknownCommand, argumentName, string, number, variable, comment, keyword, `operator`, error
    case bracketMatch, ghost, note, selection, search
}
