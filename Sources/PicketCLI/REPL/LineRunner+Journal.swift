import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax

/// The journal of the session.
extension LineRunner {
    /// What became of a try to begin the journal.
    enum JournalBeginning: Sendable {
        case none
        case began(String)
        case failed(String)
    }

    /// Begins the journal if the platform of the next line needs one and there is none.
    func beginJournal() -> JournalBeginning {
        let beginning = try? thread.perform { [core] () -> JournalBeginning in
            let core = core.value
            guard core.executor.journal == nil, let platform = core.executor.platform else { return .none }
            do throws(JournalProblem) {
                guard let journal = try core.journal.journal(of: platform), let path = core.journal.path else {
                    return .none
                }
                core.executor.begin(journal)
                return .began(path)
            } catch {
                return .failed(error.message)
            }
        }
        return beginning ?? .none
    }

    /// The file of the journal; nil if there is none.
    var journalPath: String? { (try? thread.perform { [core] in core.value.journal.path }) ?? nil }

    static func recording(in path: Shown<String>) -> Shown<String> {
        "every write is recorded in `\(path.map(\.displayed))`; `:journal` lists them"
    }
}
