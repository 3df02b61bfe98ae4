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

/// How that is written.
struct RunArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("End the run after so long, such as 10m; deferred blocks still run.", valueName: "duration"))
    var deadline: String?

    @Flag(help: "Go on with the other files and iterations when one fails.")
    var continueOnError = false

    @Option(help: ArgumentHelp("Make `uuid()` and other chance repeat.", valueName: "number"))
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
