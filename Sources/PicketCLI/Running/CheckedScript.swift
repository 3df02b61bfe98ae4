import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// A script that was checked and can run.
struct CheckedScript {
    let file: ScriptFile
    let compiler: Compiler
    let program: CompiledScript
    let tests: [DeclaredTest]
    let parameters: [String: Value]

    /// The identities of its tests, with their tags.
    var identities: [(test: TestIdentity, tags: [String])] {
        tests.map { (identity(of: $0.name), $0.tags) }
    }

    /// Returns the identity of a test.
    func identity(of test: String) -> TestIdentity { TestIdentity(file: identity, name: test) }

    /// The identity of the file across runs.
    var identity: String { file.identity ?? file.source.name }

    /// Checks scripts, shows their errors, and gives values to their parameters.
    ///
    /// - Parameters:
    ///   - onlyTests: Whether only tests are to run. Then a script without tests need not get its parameters.
    ///   - isJournaled: Whether a journal is kept. Then warnings about resuming are shown, too.
    ///   - annotations: Show the errors in another place, too.
    ///   - interruption: Is called when the check of a script begins. It returns a function that is then called
    ///     repeatedly.
    /// - Throws: `Ending` with status 2 if a script has an error or a parameter does not fit, or with the status of the
    ///   interruption.
    static func check(
        _ files: [ScriptFile], _ given: [(name: String, value: String)], showsColors: Bool, onlyTests: Bool = false,
        isJournaled: Bool = false, annotations: Annotations? = nil,
        interruption: @escaping () -> () -> Failure?
    ) throws -> [CheckedScript] {
        var checked: [CheckedScript] = []
        var problems = ParameterProblems(given)
        var hasErrors = false
        for file in files {
            let compiler = Compiler(
                commands: ConnectionAPI.commands, isSetUp: file.isSetUp, loader: file.loader,
                checkingLimits: CheckingLimits(interruption: interruption))
            compiler.program = ProgramName.picket
            compiler.chanceWarning = isJournaled ? .chanceInWrite : nil
            let compilation = compiler.compile(file.source)
            if let failure = compilation.interruption {
                DiagnosticPrinter(colors: showsColors, compiler: compiler).show(failure)
                throw Ending(Int32(failure.exitStatus))
            }
            let errors = compilation.diagnostics.filter { $0.severity == .error || $0.code == .chanceInWrite }
            let printer = DiagnosticPrinter(colors: showsColors, compiler: compiler)
            printer.show(errors)
            annotations?.show(errors, in: file.source.name, printer)
            problems.know(compilation.parameters)
            guard let program = compilation.program else {
                hasErrors = true
                continue
            }
            let isLeftOut = onlyTests && compilation.tests.isEmpty && !file.isSetUp
            checked.append(
                CheckedScript(
                    file: file, compiler: compiler, program: program, tests: compilation.tests,
                    parameters: isLeftOut ? [:] : problems.values(for: compilation.parameters)))
        }
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
        if let ending = problems.ending { throw ending }
        return checked
    }
}

extension CheckedScript {
    /// Refuses scripts that would send requests without credentials, before a journal or reports are created.
    static func checkCredentials(_ platform: PlatformProfile?, of scripts: [CheckedScript]) throws {
        guard let obstacle = platform?.obstacle else { return }
        let machine = Machine(configuration: MachineConfiguration(commands: ConnectionAPI.commands))
        for script in scripts {
            machine.load(script.program)
            let names = machine.commands(reachedBy: script.program).map(\.name)
            // A script that uses another platform or logs in by itself may work without them.
            if names.contains("use") || names.contains("login") { return }
            guard names.isEmpty else { throw Ending.usage(obstacle.message) }
        }
    }
}
