import PicketOptions
import PicketSystem

/// Runs the command. A problem that prevents the start is one line on standard error and exit status 2.
@main
enum Entry {
    static func main() async {
        // A closed pipe must end neither the platform nor its help.
        Signals.ignoreBrokenPipes()
        do {
            let line = try PlatformLine(ProgramArguments.given, variable: Environment.value)
            if line.wantsHelp || line.wantsVersion {
                try Output.out(line.wantsHelp ? PlatformPage.content : ProgramVersion.line(commit: ProgramBuild.commit))
            } else {
                try await PlatformRun(line).run()
            }
        } catch let problem as OutputProblem {
            end(1, "\(problem)")
        } catch let problem as UsageProblem {
            for line in problem.lines.dropLast() { Output.error("picket-platform: \(line)") }
            end(2, problem.lines.last ?? "")
        } catch {
            end(2, "\(error)")
        }
    }

    private static func end(_ status: Int32, _ message: String) -> Never {
        Output.error("picket-platform: \(message)")
        Program.exit(status)
    }
}

/// A problem that the user can solve, as a clause.
struct StartProblem: Error, CustomStringConvertible {
    let description: String
}
