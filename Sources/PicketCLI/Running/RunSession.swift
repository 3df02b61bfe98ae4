import NIOCore
import PicketData
import PicketPool
import PicketRuntime
import PicketSyntax

/// `picket run`: checks every script, reaches the platform, and runs them one after the other.
final class RunSession {
    private let settings: Settings
    private let secrets = SecretStore()
    private let interruptions = Interruptions()
    private var requestCount = 0
    private var recordedCount = 0

    /// A script that was checked and can run.
    private struct Checked {
        var script: ScriptFile
        var compiler: Compiler
        var program: Program
        var parameters: [String: Value]
    }

    init(_ settings: Settings) {
        self.settings = settings
    }

    /// The exit status.
    func run(_ scripts: [ScriptFile], parameters: [(name: String, value: String)]) throws -> Int32 {
        let checked = try check(scripts, parameters)
        if settings.profile.isInsecure == true {
            Console.standard.error("picket: warning: the platform's certificate is not checked (--insecure)\n")
        }
        let embedded = settings.platform == "local" ? try EmbeddedPlatform(store: settings.store) : nil
        defer { embedded?.stop() }
        var configuration = try executorConfiguration(embedded?.profile)
        configuration.onVerboseLine =
            settings.isVerbose ? { Console.standard.error($0 + "\n") } : nil
        let start = ContinuousClock.now
        let status = CallingThread.run { (loop, finish: @escaping (Int32) -> Void) in
            let executor = Executor(configuration: configuration, secrets: self.secrets, eventLoop: loop)
            self.run(checked[...], executor) { status in
                self.requestCount = executor.requestCount
                executor.close()
                finish(status)
            }
        }
        let result = interruptions.exitStatus ?? status ?? ExitStatus.failed
        summarize(files: checked.count, status: result, elapsed: ContinuousClock.now - start)
        return result
    }

    // MARK: Checking

    /// All scripts are checked before anything is sent.
    private func check(
        _ scripts: [ScriptFile], _ given: [(name: String, value: String)]
    ) throws -> [Checked] {
        var checked: [Checked] = []
        var hasErrors = false
        var known: Set<String> = []
        for script in scripts {
            let compiler = Compiler(commands: ConnectionAPI.commands, loader: script.loader)
            let compilation = compiler.compile(script.source)
            let errors = compilation.diagnostics.filter { $0.severity == .error }
            printer(compiler).show(errors)
            known.formUnion(compilation.parameters.map(\.name))
            guard let program = compilation.program else {
                hasErrors = true
                continue
            }
            checked.append(
                Checked(
                    script: script, compiler: compiler, program: program,
                    parameters: try values(given, for: compilation.parameters)))
        }
        if hasErrors { throw Ending(ExitStatus.nothingSent) }
        for (name, _) in given where !known.contains(name) {
            let help = nearest(name, in: known.sorted()).map { "; did you mean `\($0)`?" } ?? ""
            throw Ending.usage("no script has a parameter `\(name)`\(help)")
        }
        return checked
    }

    private func values(
        _ given: [(name: String, value: String)], for parameters: [ScriptParameter]
    ) throws -> [String: Value] {
        var values: [String: Value] = [:]
        for (name, text) in given {
            guard let parameter = parameters.first(where: { $0.name == name }) else { continue }
            guard let value = parameter.value(of: text) else {
                throw Ending.usage("the parameter `\(name)` takes a value of type \(parameter.kind.rawValue), not `\(text)`")
            }
            values[name] = value
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            throw Ending.usage("the parameter `\(parameter.name)` must be given: `\(parameter.name)=VALUE`")
        }
        return values
    }

    private func printer(_ compiler: Compiler?) -> DiagnosticPrinter {
        DiagnosticPrinter(colors: settings.showsColors, compiler: compiler)
    }

    // MARK: Running

    private func executorConfiguration(_ embedded: PlatformProfile?) throws -> ExecutorConfiguration {
        var configuration = ExecutorConfiguration(platform: try embedded ?? configuredPlatform())
        if let timeout = settings.connectTimeout { configuration.connectTimeout = timeout }
        if let timeout = settings.requestTimeout { configuration.requestTimeout = timeout }
        configuration.requestsPerSecond = settings.requestsPerSecond
        return configuration
    }

    /// The platform of `--platform`; nil if none is configured.
    private func configuredPlatform() throws -> PlatformProfile? {
        guard let url = settings.profile.url ?? settings.platform else { return nil }
        let address = settings.configuration.profiles[settings.platform ?? ""] == nil ? settings.platform ?? url : url
        do {
            let endpoint = try HTTPEndpoint(parsing: address)
            let proxy = try settings.profile.proxy.map { text throws(EndpointError) in try HTTPProxy(parsing: text) }
            return PlatformProfile(
                endpoint: endpoint, credentials: try settings.credentials(), token: settings.token,
                tls: settings.tls, proxy: proxy)
        } catch let error as EndpointError {
            throw Ending.usage("`\(address)` is neither a profile nor a URL: \(error.message)")
        }
    }

    private func run(_ rest: ArraySlice<Checked>, _ executor: Executor, completion: @escaping (Int32) -> Void) {
        guard let next = rest.first else { return completion(ExitStatus.success) }
        run(next, executor) { status in
            if status != ExitStatus.success, !self.settings.continuesOnError { return completion(status) }
            self.run(rest.dropFirst(), executor) { completion(max(status, $0)) }
        }
    }

    private func run(_ checked: Checked, _ executor: Executor, completion: @escaping (Int32) -> Void) {
        var configuration = MachineConfiguration(commands: ConnectionAPI.commands, secrets: secrets)
        if let seed = settings.seed { configuration.seed = seed }
        let machine = Machine(configuration: configuration)
        machine.setParameters(checked.parameters)
        machine.load(checked.program)
        let printer = printer(checked.compiler)
        let run = PoolRun(
            executor: executor, machine: machine, services: services(checked.script), deadline: settings.deadline,
            continuesOnError: settings.continuesOnError
        ) { event in
            switch event {
            case .printed(let line), .shown(let line): Console.standard.out(line + "\n")
            case .recorded(let failure):
                self.recordedCount += 1
                printer.show(failure)
            default: break
            }
        }
        interruptions.aim(at: RunInterruption(run, on: executor.eventLoop))
        run.start { outcome in
            self.interruptions.aim(at: nil)
            completion(self.status(of: outcome, machine, printer))
        }
    }

    private func status(of outcome: Outcome, _ machine: Machine, _ printer: DiagnosticPrinter) -> Int32 {
        switch outcome {
        case .failure(let failure):
            printer.show(failure)
            return Int32(failure.exitStatus)
        case .exit(let status) where status != 0: return Int32(status)
        default: return machine.recorded.isEmpty ? ExitStatus.success : ExitStatus.failed
        }
    }

    private func services(_ script: ScriptFile) -> HostServices {
        let reader = DataReader(root: settings.fileRoot)
        return HostServices(
            environment: { Environment[$0] },
            readFile: { kind, path in
                do throws(DataProblem) {
                    return .value(try reader.read(kind, path, relativeTo: script.folder))
                } catch {
                    return .problem(error.message)
                }
            })
    }

    /// One line on standard error, if anything was sent.
    private func summarize(files: Int, status: Int32, elapsed: Duration) {
        guard !settings.isQuiet, requestCount > 0 else { return }
        let requests = requestCount == 1 ? "1 request" : "\(requestCount) requests"
        let scripts = files == 1 ? "1 script" : "\(files) scripts"
        let milliseconds = max(1, elapsed.milliseconds)
        let time = milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
        let word = status == ExitStatus.success ? "ok" : "failed"
        let line = "\(word): \(scripts), \(requests) in \(time)"
        Console.standard.error("picket: \(line)\n")
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
