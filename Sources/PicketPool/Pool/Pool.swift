public import Picket
import PicketRuntime
import PicketSyntax

/// A platform's pool of connections to PostgreSQL, for the scripts of a host: one HTTP client for any number of runs.
///
///     let pool = try Pool("https://datasentinel.example", credentials: .password(user: "ops", password))
///     var library = Library()
///     try library.add(pool)
///     let program = try library.compile("ensure web host=db1 port=5432 user=monitor password=$PG tags=app=web")
///     let result = await pool.run(program, options)
///     print(result.tally.summary)                        // 1 created
///     await pool.close()
///
/// Runs share connections, the rate, the login and its token; everything else is a run's own. They all run on one event loop,
/// which goes on with another script where one waits or computes for long. Bodies of a host's asynchronous commands run
/// elsewhere.
///
/// Scripts reach the pool's platform and those of `PoolOptions.platforms`, and no other address.
public final class Pool: Sendable {
    let loop: PoolLoop
    /// The URL of the platform in its usual spelling.
    public let address: String

    /// Creates a pool. Nothing is sent before a script needs it.
    ///
    /// - Throws: `PoolProblem` if a value of the options is out of its range.
    public init(_ platform: PoolPlatform, options: PoolOptions = PoolOptions()) throws(PoolProblem) {
        try options.check()
        address = platform.address
        do throws(LoopProblem) {
            loop = try PoolLoop(platform, options)
        } catch {
            throw PoolProblem(.system, error.message)
        }
    }

    /// Creates a pool of one platform.
    ///
    /// - Parameters:
    ///
    ///   - address: the URL of the platform, `https://HOST[:PORT][/PATH]`.
    ///
    ///   - credentials: what the pool logs in with; nil if scripts log in themselves.
    ///
    ///   - tls: the servers to trust.
    ///
    ///   - retries: how often a request is sent again after a failure that may pass.
    ///
    ///   - rate: the most requests a second; nil for no limit.
    ///
    /// - Throws: `PoolProblem` if a value cannot be used.
    public convenience init(
        _ address: String, credentials: PoolCredentials? = nil, tls: PoolTLS = .system, retries: Int = 3,
        rate: Double? = nil
    ) throws(PoolProblem) {
        var options = PoolOptions()
        (options.retries, options.rate) = (retries, rate)
        try self.init(PoolPlatform(address, credentials: credentials, tls: tls), options: options)
    }

    /// Runs a program to its end. It was compiled by a library that the pool was added to.
    ///
    /// If the surrounding task is cancelled, or at the deadline or an interruption of the options, the run starts nothing
    /// new, waits for the answers to writes in progress, and runs deferred blocks, all for at most `RunOptions.grace`.
    /// When it ends, it reads each connection once more whose state is in doubt.
    ///
    /// `Program.run` does the same, and returns the result of the script alone. The run goes by the time of the system;
    /// `RunOptions.clock` gives it only the time of day. The functions of the options and the library are called on the
    /// pool's loop, so they must not wait.
    ///
    /// - Parameters:
    ///
    ///   - program: the program.
    ///
    ///   - options: how it runs.
    ///
    ///   - journal: the record of what the run does, so that it can be continued; nil for none.
    ///
    ///   - report: what the report is made of; nil for no report.
    ///
    /// - Returns: how the run ended. It is refused if the pool is closed, if the program is of another pool, or if the
    ///   journal does not fit it.
    public func run(
        _ program: Program, _ options: RunOptions = RunOptions(), journal: PoolJournal? = nil,
        report: PoolReport.Request? = nil
    ) async -> PoolResult {
        var order = PoolOrder { ProgramRun(program, options, for: $0) }
        order.journal = journal.map { JournalOrder(journal: $0, program: program, options: options) }
        order.report = report
        return PoolResult(await run(order, of: program))
    }

    /// Ends the runs in progress as a cancellation does, waits for them, and closes the connections.
    ///
    /// Later runs are refused.
    public func close() async { await loop.close() }

    func run(_ order: PoolOrder, of program: Program) async -> PoolEnding {
        if let problem = problem(of: program) { return PoolEnding(order.refused([problem])) }
        return await loop.run(order)
    }

    /// Why the pool cannot run a program; nil if it can.
    private func problem(of program: Program) -> Diagnostic? {
        guard program.firstHostCommand != nil, !program.isOf(loop) else { return nil }
        return Diagnostic(
            .anotherPool, message: "the program was compiled for another pool", at: nil,
            help: "run it over the pool that was added to its library")
    }
}

extension Library {
    /// Adds the commands of a pool: `add`, `show`, `ensure`, `request` and the others of the Connection API.
    ///
    /// A script may use them together with the host's own commands. Programs that use them run on the pool's loop, by
    /// `Pool.run` or `Program.run`. In an `Execution`, and in a synchronous run, they have no body.
    ///
    /// - Throws: `RegistrationError` if the library has a command or a function of one of these names, such as those of
    ///   another pool.
    public mutating func add(_ pool: Pool) throws(RegistrationError) {
        try add(ConnectionAPI.commands.commands, of: pool.loop)
    }
}
