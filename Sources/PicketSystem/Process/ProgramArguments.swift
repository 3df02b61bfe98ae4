internal import CProcess

/// The arguments of this program.
///
/// The standard library finds them through `/proc` or behind the environment's first variable: without the one, and with a
/// library that moved the other, it finds none. These are the ones that the system gave to `main`.
package enum ProgramArguments {
    /// All of them, the program's own name first.
    package static var all: [String] {
        guard let values = process_arguments() else { return CommandLine.arguments }
        return (0..<process_argument_count()).map { index in values[index].map { String(cString: $0) } ?? "" }
    }

    /// Those behind the program's name.
    package static var given: [String] { Array(all.dropFirst()) }

    /// The path that the system started the program by, nil where the system does not tell.
    package static var programPath: String? { process_program_path().map { String(cString: $0) } }
}
