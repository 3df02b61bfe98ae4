internal import CProcess

/// The arguments of this program.
///
/// These are the arguments that the system passed to `main`. The standard library looks for them in `/proc` or behind
/// the environment's first variable, and finds none if `/proc` is missing and a library has moved the environment.
package enum ProgramArguments {
    /// All arguments, with the program's name first.
    package static var all: [String] {
        guard let values = process_arguments() else { return CommandLine.arguments }
        return (0..<process_argument_count()).map { index in values[index].map { String(cString: $0) } ?? "" }
    }

    /// The arguments after the program's name.
    package static var given: [String] { Array(all.dropFirst()) }

    /// The path by which the system started the program; nil if the system does not tell.
    package static var programPath: String? { process_program_path().map { String(cString: $0) } }
}
