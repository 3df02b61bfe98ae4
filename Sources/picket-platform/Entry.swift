import ArgumentParser
import Foundation

/// Runs the command; what stops it from starting is one line on standard error and exit 2.
@main
enum Entry {
    static func main() async {
        do {
            try await PlatformCommand.parse().run()
        } catch {
            let isWish = PlatformCommand.exitCode(for: error) == .success
            let text = isWish ? PlatformCommand.fullMessage(for: error) : message(for: error)
            let output = isWish ? FileHandle.standardOutput : FileHandle.standardError
            output.write(Data((text + "\n").utf8))
            exit(isWish ? 0 : 2)
        }
    }

    private static func message(for error: any Error) -> String {
        if error is StartProblem { return "picket-platform: \(error)" }
        return PlatformCommand.fullMessage(for: error)
    }
}

/// A problem that the user can mend, as a clause.
struct StartProblem: Error, CustomStringConvertible {
    let description: String
}
