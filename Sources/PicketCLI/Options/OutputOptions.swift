import ArgumentParser
import PicketSystem

/// How much is said, and how it looks.
struct OutputOptions: Equatable {
    enum Color: String, CaseIterable {
        case auto, always, never
    }

    var color: Color?
    var quiet = false
    var verbose = false

    /// What applies, with `NO_COLOR` (no-color.org).
    ///
    /// - Parameter said: what the environment or the configuration says.
    func resolvedColors(_ said: Sourced<String>?) throws -> Bool {
        switch try color ?? said?.choice(.color) ?? .auto {
        case .always: return true
        case .never: return false
        case .auto:
            return (Environment["NO_COLOR"] ?? "").isEmpty && Environment["TERM"] != "dumb"
                && StandardError.isTerminal
        }
    }
}

extension OutputOptions.Color: ExpressibleByArgument {}

/// How that is written.
struct OutputArguments: ParsableArguments {
    @Option(help: "Colours: when standard error is a terminal and NO_COLOR is not set, always, or never.")
    var color: OutputOptions.Color?

    @Flag(name: .shortAndLong, help: "No summary and no progress, only results and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show requests and responses, secrets hidden.")
    var verbose = false

    var options: OutputOptions { OutputOptions(color: color, quiet: quiet, verbose: verbose) }
}
