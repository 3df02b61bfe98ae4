import ArgumentParser

/// How scripts are run.
struct RunOptions: Equatable {
    var deadline: String?
    var continueOnError = false
    var seed: UInt64?
    var fileRoot: String?
    var unshown: Unshown?

    /// What `ensure` does with a field that the platform does not show.
    enum Unshown: String, CaseIterable {
        case send, skip
    }
}

extension RunOptions.Unshown: ExpressibleByArgument {}

/// The command line options for these values.
struct RunArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("The longest time of a run, such as 10m; deferred blocks still run.", valueName: "duration"))
    var deadline: String?

    @Flag(help: "Continue with the other files and iterations if one fails.")
    var continueOnError = false

    @Option(help: ArgumentHelp("A seed for `uuid()` and other random values, to repeat a run.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Let scripts also read and include files below this folder.", valueName: "dir"))
    var fileRoot: String?

    @Option(
        help: ArgumentHelp(
            "What `ensure` does with a field that the platform does not show, such as a password: send it each time, "
                + "or skip it."))
    var unshown: RunOptions.Unshown?

    var options: RunOptions {
        RunOptions(
            deadline: deadline, continueOnError: continueOnError, seed: seed, fileRoot: fileRoot, unshown: unshown)
    }
}
