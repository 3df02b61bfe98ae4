import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// A script that was checked and can run.
struct CheckedScript {
    let file: ScriptFile
    let compiler: Compiler
    let program: Program
    let tests: [DeclaredTest]
    let parameters: [String: Value]

    /// What its tests are known by, with their tags.
    var identities: [(test: TestIdentity, tags: [String])] {
        tests.map { (TestIdentity(file: file.source.name, name: $0.name), $0.tags) }
    }

    /// Checks scripts, shows their errors, and gives their parameters values.
    ///
    /// - Parameters:
    ///   - isJournaled: whether a journal is kept: then what it does not bear is told, too.
    ///   - interruption: is asked when checking a script begins, and gives what is asked every so often then.
    /// - Throws: `Ending` with status 2 if one has an error, or a parameter does not fit; with the status of what
    ///   interrupted the checking.
    static func check(
        _ files: [ScriptFile], _ given: [(name: String, value: String)], showsColors: Bool, isJournaled: Bool = false,
        interruption: @escaping () -> () -> Failure?
    ) throws -> [CheckedScript] {
        var checked: [CheckedScript] = []
        var known: Set<String> = []
        for file in files {
            let compiler = Compiler(
                commands: ConnectionAPI.commands, loader: file.loader,
                checkingLimits: CheckingLimits(interruption: interruption))
            compiler.chanceWarning = isJournaled ? .chanceInWrite : nil
            let compilation = compiler.compile(file.source)
            if let failure = compilation.interruption {
                DiagnosticPrinter(colors: showsColors, compiler: compiler).show(failure)
                throw Ending(Int32(failure.exitStatus))
            }
            let errors = compilation.diagnostics.filter { $0.severity == .error || $0.code == .chanceInWrite }
            DiagnosticPrinter(colors: showsColors, compiler: compiler).show(errors)
            known.formUnion(compilation.parameters.map(\.name))
            guard let program = compilation.program else { continue }
            checked.append(
                CheckedScript(
                    file: file, compiler: compiler, program: program, tests: compilation.tests,
                    parameters: try values(given, for: compilation.parameters)))
        }
        if checked.count < files.count { throw Ending(ExitStatus.nothingSent) }
        for (name, _) in given where !known.contains(name) {
            let help = nearest(name, in: known.sorted()).map { "; did you mean `\($0)`?" } ?? ""
            throw Ending.usage("no script has a parameter `\(name)`\(help)")
        }
        return checked
    }

    private static func values(
        _ given: [(name: String, value: String)], for parameters: [ScriptParameter]
    ) throws -> [String: Value] {
        var values: [String: Value] = [:]
        for (name, text) in given {
            guard let parameter = parameters.first(where: { $0.name == name }) else { continue }
            guard let value = parameter.value(of: text) else {
                throw Ending.usage(
                    "the parameter `\(name)` takes a value of type \(parameter.kind.rawValue), not `\(text)`")
            }
            values[name] = value
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            throw Ending.usage("the parameter `\(parameter.name)` must be given: `\(parameter.name)=VALUE`")
        }
        return values
    }
}

extension CheckedScript {
    /// Refuses scripts that would send something without credentials: a journal, or reports of tests, would be left behind.
    static func checkCredentials(_ platform: PlatformProfile?, of scripts: [CheckedScript]) throws {
        guard let obstacle = platform?.obstacle else { return }
        let machine = Machine(configuration: MachineConfiguration(commands: ConnectionAPI.commands))
        for script in scripts {
            machine.load(script.program)
            let names = machine.commands(reachedBy: script.program).map(\.name)
            // One that goes elsewhere, or logs in by itself, may do without.
            if names.contains("use") || names.contains("login") { return }
            guard names.isEmpty else { throw Ending.usage(obstacle.message) }
        }
    }
}
