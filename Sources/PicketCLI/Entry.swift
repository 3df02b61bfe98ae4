import PicketPool
import PicketRuntime
import PicketSystem
import PicketTerminal

/// The program: arguments in, exit status out.
public enum Entry {
    /// Runs the command line to its end. Without arguments: the prompt on a terminal, else the script piped in.
    public static func main() -> Never {
        // A reader that goes away, as `head` does, is no reason to die without a word.
        Signals.ignoreBrokenPipes()
        StandardOutput.guardFromSignals()
        let arguments = ProgramArguments.given
        if arguments.first == "run", let status = ScriptHelp.answer(arguments) { end { status } }
        end {
            switch try ProgramLine(arguments) {
            case .command(let line): try line.command.perform(line)
            case .help(let command): Console.standard.out(Door.show((command.map(HelpPage.init) ?? HelpPage()).content))
            case .version: Console.standard.out(Door.show(ProgramCommand.version + "\n"))
            case .completion(let line): CompletionsCommand.answer(line)
            case .platform(let words):
                throw Ending(ExitStatus.nothingSent, SiblingProgram.execute("picket-platform", words))
            }
            return ExitStatus.success
        }
    }

    /// Does the last of a command, says what went wrong, and ends the program.
    static func end(_ body: () throws -> Int32) -> Never {
        let status = status(of: body)
        Console.standard.flush()
        Program.exit(Console.standard.hasLost ? ExitStatus.withLostOutput(status) : status)
    }

    /// Does one of several last things; false, when it has said so, if that failed. The others are still done.
    static func attempt(_ body: () throws -> Void) -> Bool {
        let status = status {
            try body()
            return ExitStatus.success
        }
        return status == ExitStatus.success
    }

    private static func status(of body: () throws -> Int32) -> Int32 {
        do {
            return try body()
        } catch let ending as Ending {
            if let message = ending.message { Console.standard.error("picket: \(Door.showMessage(message))\n") }
            return ending.status
        } catch let problem as LoopProblem {
            Console.standard.error("picket: \(Door.showMessage(problem.message))\n")
            return ExitStatus.nothingSent
        } catch {
            Console.standard.error("picket: \(Door.showMessage("\(error)"))\n")
            return ExitStatus.failed
        }
    }
}

/// The statuses of `picket`; see the README.
enum ExitStatus {
    static let success: Int32 = 0
    static let failed: Int32 = 1
    static let nothingSent: Int32 = 2
    static let noResponse: Int32 = 3
    static let limit: Int32 = 4
    static let changes: Int32 = 5
    /// Of `picket test`.
    static let noTest: Int32 = 5

    /// The status of a command whose output could not all be written: what went wrong otherwise is said first.
    static func withLostOutput(_ status: Int32) -> Int32 { status == success || status == changes ? failed : status }
}

/// Ends a command with a status and, unless everything has been said, one line.
struct Ending: Error {
    var status: Int32
    var message: String?

    init(_ status: Int32, _ message: String? = nil) {
        self.status = status
        self.message = message
    }

    /// A mistake in how picket was called: nothing was sent.
    static func usage(_ message: String) -> Ending { Ending(ExitStatus.nothingSent, message) }
}
