import ArgumentParser
import PicketSystem

/// The amount and the look of the output.
struct OutputOptions: Equatable {
    enum Color: String, CaseIterable {
        case auto, always, never
    }

    var color: Color?
    var quiet = false
    var verbose = false

    /// Returns whether colours apply, with regard to `NO_COLOR` (no-color.org).
    ///
    /// - Parameter said: The setting in the environment or the configuration.
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

/// The command line options for these values.
struct OutputArguments: ParsableArguments {
    @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always, or never.")
    var color: OutputOptions.Color?

    @Flag(name: .shortAndLong, help: "Show no summary and no progress, only results and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show requests and responses, with secrets hidden.")
    var verbose = false

    var options: OutputOptions { OutputOptions(color: color, quiet: quiet, verbose: verbose) }
}
