/// The role of a piece of text. A ``Theme`` gives its appearance.
package enum TextStyle: Hashable, Sendable, CaseIterable {
    case command, unknownCommand, argumentName, string, number, variable, comment, keyword, `operator`, error
    case bracketMatch, ghost, note, selection, search
}
