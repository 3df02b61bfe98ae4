public import PicketRuntime
import Synchronization

/// Runs one text after another, which see each other's names: a notebook, a prompt, a host that calls defs of a script.
///
///     let session = Session(library)
///     await session.run("def double(n) { return $n * 2 }\nlet answer = double(21)")
///     await session.value(of: "answer")              // 42
///     try await session.call("double", [4])          // 8
///
/// Texts run in the order of the calls. A `defer` at the top level waits for `close()`.
public actor Session {
    private let core: SessionCore
    /// Ends every text, as the options say.
    private let host: Interruption?
    /// Ends the text that runs now.
    private nonisolated let current = Mutex<Interruption?>(nil)
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates a session.
    ///
    /// - Parameters:
    ///
    ///   - library: what the texts can use.
    ///
    ///   - options: how each text runs: its limits, its deadline. The parameters are those of `run`. The library's preludes
    ///     run with the first text and share its limits. The deadline bounds the check of a text, too. Their interruption
    ///     ends the text that runs and every later one.
    public init(_ library: Library, options: RunOptions = RunOptions()) {
        core = SessionCore(library, options)
        host = options.interruption
    }

    /// Checks a text, and runs it if there are no errors.
    ///
    /// A text that is refused leaves no trace. After one that fails, the names that got a value keep it.
    ///
    /// - Parameters:
    ///
    ///   - text: the text.
    ///
    ///   - name: the name of the text in diagnostics.
    ///
    ///   - parameters: values for the text's `param`s.
    @discardableResult
    public func run(_ text: String, name: String = "input", parameters: [String: Value] = [:]) async -> RunResult {
        await inTurn { core, turn in await core.run(ScriptText(name, text), parameters, turn) }
    }

    /// Calls a def of an earlier text.
    ///
    /// - Parameters:
    ///
    ///   - name: the name of the def.
    ///
    ///   - values: the arguments, in order.
    ///
    ///   - named: further arguments by the name of the parameter.
    ///
    /// - Returns: what the def returned.
    ///
    /// - Throws: `CallFailed` if there is no such def, or if the call fails.
    public func call(_ name: String, _ values: [Value] = [], named: [String: Value] = [:]) async throws(CallFailed)
        -> Value
    {
        let result = await inTurn { core, turn in await core.call(name, values, named, turn) }
        guard let value = result.value else { throw CallFailed(result: result.result) }
        return value
    }

    /// Returns the value of a top-level name; nil if it has none, or if it would take more memory outside of the session
    /// than a text may use. A secret comes as `Value.secret`, which prints as `•••`.
    public func value(of name: String) async -> Value? {
        await inTurn { core, _ in core.value(of: name) }
    }

    /// Runs the blocks that texts deferred to the end of the session, the latest first.
    ///
    /// Together they have the limits of one text. After the deadline or an interruption they share the grace.
    ///
    /// - Returns: what the blocks printed, and their failures as `recorded`.
    @discardableResult
    public func close() async -> RunResult {
        await inTurn { core, turn in await core.runDeferred(turn) }
    }

    /// Ends the text that runs now, if there is one, from any thread.
    public nonisolated func interrupt(_ reason: String = "the host ended the run") {
        current.withLock { $0 }?.interrupt(reason)
    }

    /// Lets one text after another use the session's machine.
    private func inTurn<Result: Sendable>(
        _ body: @Sendable (SessionCore, SessionCore.Turn) async -> Result
    ) async -> Result {
        if isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        let interruption = Interruption()
        let number = host?.pass(to: interruption)
        defer { if let number { host?.remove(number) } }
        current.withLock { $0 = interruption }
        let result = await body(core, core.turn(interruption))
        current.withLock { $0 = nil }
        // The next one finds the session busy, so that nobody overtakes it.
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        return result
    }
}

/// A call of a def that did not return.
public struct CallFailed: Error, Sendable {
    /// How the call ended: refused, a failure or an `exit`.
    public let result: RunResult
}
