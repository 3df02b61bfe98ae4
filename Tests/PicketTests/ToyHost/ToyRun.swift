import Foundation
import Goldens
import PicketRuntime
import PicketSyntax

@testable import Picket

/// A script's run in the toy host, as a transcript: warnings, what was told, what failed, and the exit status.
///
/// Lines that begin with `#:` give options: `check` to stop there, `verbose`, `continue-on-error`, `steps=N`, `depth=N`,
/// `memory=N`, `output-bytes=N`, `output-lines=N`, `recorded=N`, `events=N`, `matching=N`, `deadline=SECONDS`, `interrupt=SECONDS`, `no-files`, and `NAME=VALUE` for a parameter.
struct ToyRun {
    var limits = Limits(steps: 10_000_000, depth: 1_000, memory: 64 << 20)
    private var matchingBudget = 1_000_000
    private var stopsAfterChecking = false
    private var isVerbose = false
    /// Whether the events of `verbose` are part of the transcript.
    var showsEvents = true
    private var host = ToyHost.Options()
    private var parameters: [String: Value] = [:]
    private let source: SourceFile
    private let folder: URL
    /// Whether everything is collected whenever it is possible.
    var isStressed = false
    /// Whether the host asks for every event, whether it shows them or not.
    var isObserved: Bool?
    /// How many top-level statements are compiled at once.
    var chunkSize = 512

    init(_ source: SourceFile, in folder: URL) {
        self.source = source
        self.folder = folder
        let text = source.text(source.span)
        for line in text.split(separator: "\n") where line.hasPrefix("#: ") {
            for word in line.dropFirst(3).split(separator: " ") { apply(String(word)) }
        }
    }

    private mutating func apply(_ option: String) {
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count > 1 ? parts[1] : "") {
        case ("check", ""): stopsAfterChecking = true
        case ("verbose", ""): isVerbose = true
        case ("continue-on-error", ""): host.continuesOnError = true
        case ("no-files", ""): host.hasFiles = false
        case ("steps", let count): limits.steps = Int(count) ?? 0
        case ("depth", let count): limits.depth = Int(count) ?? 0
        case ("matching", let count): matchingBudget = Int(count) ?? 0
        case ("memory", let count): limits.memory = Int(count) ?? 0
        case ("output-bytes", let count): limits.outputBytes = Int(count) ?? 0
        case ("output-lines", let count): limits.outputLines = Int(count) ?? 0
        case ("recorded", let count): limits.recorded = Int(count) ?? 0
        case ("events", let count): limits.events = Int(count) ?? 0
        case ("deadline", let seconds): host.deadline = Self.nanoseconds(seconds)
        case ("interrupt", let seconds): host.interruption = Self.nanoseconds(seconds)
        case (let name, let value): parameters[name] = .string(value)
        }
    }

    /// A mutated script may ask for any number.
    private static func nanoseconds(_ seconds: String) -> Int64 {
        let (time, overflow) = (Int64(seconds) ?? 0).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : time
    }

    func transcript() -> String {
        let compiler = Compiler(commands: ToyCommands.table, loader: loader, chunkSize: chunkSize)
        compiler.program = "picket"
        compiler.warnsOfShortSecrets = stopsAfterChecking
        let compilation = compiler.compile(source)
        let renderer = DiagnosticRenderer(SourceSecrets(compiler.commands.secretNames))
        var parts = compilation.diagnostics.map(renderer.render)
        guard let program = compilation.program, !stopsAfterChecking else {
            let refused = RunResult(ScriptRefused(compilation.diagnostics))
            return text(parts, exit: compilation.hasErrors ? refused.exitStatus : 0)
        }
        let machine = Machine(configuration: configuration)
        machine.setParameters(parameters)
        machine.load(program)
        let host = ToyHost(machine, self.host)
        let outcome = host.run()
        let lines = host.events.compactMap(line)
        if !lines.isEmpty { parts.append(lines.joined(separator: "\n") + "\n") }
        parts += machine.recorded.map { renderer.render($0.diagnostic) }
        let result = RunResult(RunResult.Outcome(outcome), RunResult.Course(recorded: machine.recorded))
        if let failure = result.failure { parts.append(renderer.render(failure.diagnostic)) }
        return text(parts, exit: result.exitStatus)
    }

    private var configuration: MachineConfiguration {
        var configuration = MachineConfiguration(
            commands: ToyCommands.table, limits: limits, reportsEverything: isObserved ?? isVerbose, seed: 20_261_123)
        configuration.isStressed = isStressed
        configuration.matchingBudget = matchingBudget
        return configuration
    }

    private func text(_ parts: [String], exit status: Int) -> String {
        (parts + ["exit \(status)\n"]).joined(separator: "\n")
    }

    private var loader: SourceLoader {
        SourceLoader { [folder] (path, _) throws(SourceProblem) in
            guard let bytes = try? Data(contentsOf: folder.appending(path: "files/\(path)")) else {
                throw SourceProblem("there is no such file")
            }
            return SourceFile(name: path, bytes: bytes)
        }
    }

    private func line(_ event: Event) -> String? {
        switch event {
        case .attemptFailed, .commandStarted, .commandEnded, .held: guard isVerbose, showsEvents else { return nil }
        default: break
        }
        switch event {
        case .printed(let line), .shown(let line): return line
        case .stepStarted(let name, _): return "[step \(name)]"
        case .stepEnded(let name, let failed): return "[step \(name) \(failed ? "failed" : "ended")]"
        case .testStarted(let name, let tags, _):
            return "[test \(name)\(tags.isEmpty ? "" : " tagged \(tags.joined(separator: ", "))")]"
        case .testEnded(let name, .passed): return "[test \(name) passed]"
        case .testEnded(let name, .failed(let failure)): return "[test \(name) failed: \(failure.diagnostic.code)]"
        case .testEnded(let name, .skipped(let reason)): return "[test \(name) skipped: \(reason)]"
        case .recorded(let failure): return "[recorded \(failure.diagnostic.code)]"
        case .attemptFailed(let failure): return "[attempt failed: \(failure.diagnostic.code)]"
        case .commandStarted(let name, _): return "[\(name) …]"
        case .commandEnded(let exchange):
            return "[\(exchange.command) \(exchange.response.status.map(String.init) ?? "done")]"
        case .held(let location): return "[held at line \(location.position.line)]"
        }
    }
}
