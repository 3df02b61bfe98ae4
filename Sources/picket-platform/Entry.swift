import ArgumentParser
import Foundation
import PicketSystem

/// Runs the command. A problem that prevents the start is one line on standard error and exit status 2.
@main
enum Entry {
    static func main() async {
        // A closed pipe must end neither the platform nor its help.
        Signals.ignoreBrokenPipes()
        do {
            try await PlatformCommand.parse(ProgramArguments.given).run()
        } catch let problem as OutputProblem {
            Output.error(message(for: problem))
            exit(1)
        } catch {
            guard PlatformCommand.exitCode(for: error) == .success else {
                Output.error(message(for: error))
                exit(2)
            }
            exit(showing(PlatformCommand.fullMessage(for: error)))
        }
    }

    /// Prints the help or the version, and returns the exit status.
    private static func showing(_ text: String) -> Int32 {
        do throws(OutputProblem) {
            try Output.out(text + "\n")
            return 0
        } catch {
            Output.error(message(for: error))
            return 1
        }
    }

    private static func message(for error: any Error) -> String {
        if error is StartProblem || error is OutputProblem { return "picket-platform: \(error)" }
        return PlatformCommand.fullMessage(for: error)
    }
}

/// A problem that the user can solve, as a clause.
struct StartProblem: Error, CustomStringConvertible {
    let description: String
}
