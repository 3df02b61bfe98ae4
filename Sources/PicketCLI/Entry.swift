import PicketOptions
import PicketPool
import PicketRuntime
import PicketSystem
import PicketTerminal

/// The program's entry point: it takes the arguments and returns the exit status.
public enum Entry {
    /// Runs the command line to its end. Without arguments it starts the prompt on a terminal, else it runs the script
    /// from standard input.
    public static func main() -> Never {
        // If a reader goes away, as `head` does, the program must not die without a message.
        Signals.ignoreBrokenPipes()
        StandardOutput.guardFromSignals()
        let arguments = ProgramArguments.given
        if arguments.first == "run", let status = ScriptHelp.answer(arguments) { end { status } }
        end {
            switch try ProgramLine(arguments) {
            case .command(let line): try line.command.perform(line)
            case .help(let command, let showsHidden):
                let page = command.map { HelpPage.content($0, showsHidden: showsHidden) } ?? HelpPage.program
                Console.standard.out(Door.show(page))
            case .topic(let markdown): PageView.show(markdown)
            case .version: Console.standard.out(Door.show(ProgramVersion.line(commit: ProgramBuild.commit)))
            case .completion(let line): CompletionsCommand.answer(line)
            case .manual(let page, let date):
                let names = ManualPage.all.map { $0.file + "\n" }.joined()
                Console.standard.out(Door.show(page?.content(date: date) ?? names))
            case .platform(let words):
                throw Ending(ExitStatus.nothingSent, SiblingProgram.execute("picket-platform", words))
            }
            return ExitStatus.success
        }
    }

    /// Runs the last part of a command, reports its error, and ends the program.
    static func end(_ body: () throws -> Int32) -> Never {
        let status = status(of: body)
        Console.standard.flush()
        Program.exit(Console.standard.hasLost ? ExitStatus.withLostOutput(status) : status)
    }

    /// Runs one of several last steps. Returns false if it failed and its error was reported. The other steps still
    /// run.
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
            for line in ending.lines { Console.standard.error("picket: \(Door.showMessage(line))\n") }
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

/// The exit statuses of `picket`; see docs/command-line.md.
enum ExitStatus {
    static let success: Int32 = 0
    static let failed: Int32 = 1
    static let nothingSent: Int32 = 2
    static let noResponse: Int32 = 3
    static let limit: Int32 = 4
    static let changes: Int32 = 5
    /// The status of `picket test` without a test.
    static let noTest: Int32 = 5

    /// Returns the status of a command whose output could not all be written. An earlier error keeps its own status.
    static func withLostOutput(_ status: Int32) -> Int32 { status == success || status == changes ? failed : status }
}

/// Ends a command with a status, and with a one-line message unless everything was already reported.
struct Ending: Error {
    var status: Int32
    var message: String?
    /// Further lines below the message.
    var more: [String]

    init(_ status: Int32, _ message: String? = nil, more: [String] = []) {
        self.status = status
        self.message = message
        self.more = more
    }

    var lines: [String] { [message].compactMap { $0 } + more }

    init(_ problem: UsageProblem) { self.init(ExitStatus.nothingSent, problem.message, more: problem.more) }

    /// Returns the ending for a wrong use of picket: nothing was sent.
    static func usage(_ message: String) -> Ending { Ending(ExitStatus.nothingSent, message) }
}
