import NIOCore
import Picket
import PicketRuntime
import PicketSyntax

/// A journal that a host asks a run to keep.
struct JournalOrder: Sendable {
    /// An open journal, and the store of the secrets that it hides.
    struct Opened: Sendable {
        let journal: NIOLoopBoundBox<Journal>
        let secrets: SecretStore
    }

    /// Why no journal is opened.
    struct Refused: Error {
        let problems: [Diagnostic]
    }

    let journal: PoolJournal
    let program: Program
    let options: RunOptions

    /// Opens the journal. This takes a while, and so it happens beside the loop.
    ///
    /// - Parameters:
    ///   - platform: The journal's name of the platform that the run begins with.
    ///   - eventLoop: The loop that the journal is used on.
    /// - Throws: `Refused` if the run cannot begin, or if the journal does not fit it.
    func open(on eventLoop: any EventLoop, platform: String) throws(Refused) -> Opened {
        // A run that cannot begin leaves no journal in the way of the next.
        let problems = program.problems(of: options)
        guard problems.isEmpty else { throw Refused(problems: problems) }
        let secrets = SecretStore(ConnectionAPI.commands.secretFields)
        do throws(JournalProblem) {
            let opened = try journal.open(for: program, options, platform: platform, secrets)
            return Opened(
                journal: .makeBoxSendingValue(opened, as: Journal.self, eventLoop: eventLoop), secrets: secrets)
        } catch {
            let shown = Redactor(secrets).show(error.message).content
            throw Refused(problems: [Diagnostic(.journalRefused, message: shown, at: nil)])
        }
    }
}

extension Program {
    /// The reasons why a run with these options could only fail at its beginning.
    fileprivate func problems(of options: RunOptions) -> [Diagnostic] {
        let missing = parameters.filter { parameter in
            parameter.isRequired && !options.parameters.keys.contains { $0.hasBytes(of: parameter.name) }
        }
        return unknownParameters(options.parameters)
            + missing.map {
                Diagnostic(.parameterNotGiven, message: "the parameter `\($0.name)` is not given", at: nil)
            }
    }
}
