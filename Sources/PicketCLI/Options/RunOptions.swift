import ArgumentParser

/// How scripts are run.
struct RunOptions: Equatable {
    var deadline: String?
    var continueOnError = false
    var seed: UInt64?
    var fileRoot: String?
}

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

    var options: RunOptions {
        RunOptions(deadline: deadline, continueOnError: continueOnError, seed: seed, fileRoot: fileRoot)
    }
}
