/// What a text lacks that was to do a step of `:tour`.
package enum TourLack {
    /// Its command got other answers, or too few; no status for no answer.
    case answer(command: String, status: Int?, needed: [Int], count: Int)
    /// A connection is there that the step needs to be new.
    case newName(String)
    /// An expectation that holds.
    case expectation
    /// A printed text.
    case output
    /// A command of the prompt that does its work.
    case command(SessionCommand.Name)

    package var text: String {
        switch self {
        case .answer(let command, let status, let needed, let count):
            let answer = status.map { "was answered \($0)" } ?? "got no answer"
            let statuses = needed.map(String.init).joined(separator: " or ")
            let need = count == 1 ? statuses : "\(count) answers with \(statuses)"
            return "`\(command)` \(answer), and the step needs \(need)"
        case .newName(let name): return "`\(name)` is there already, and the step needs a name that is not"
        case .expectation: return "the step needs an expectation that holds"
        case .output: return "the step needs a printed text"
        case .command(let name): return "the step needs a `:\(name.rawValue)` that does its work"
        }
    }
}
