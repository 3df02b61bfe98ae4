import PicketHTTP
import PicketPool
import PicketRuntime
import PicketSystem

/// A local platform for this run alone. It is a child process that ends when this process ends.
///
/// It listens on loopback, creates its own certificate and a random password, and reports them through a pipe. So no
/// secret is in arguments or the environment.
final class EmbeddedPlatform: Sendable {
    let profile: PlatformProfile
    /// The process of the platform, which ends when its standard input closes.
    let process: ChildProcess

    /// The longest time that the start may take.
    private static let startLimit = Duration.seconds(60)

    /// Starts the platform and waits until it accepts connections.
    ///
    /// - Parameter interruption: Returns the exit status of a signal that has come meanwhile; nil for none.
    init(store: String?, interruption: () -> Int32? = { nil }) throws {
        guard let program = Program.beside("picket-platform") else {
            throw Ending.usage("`--platform local` needs `picket-platform` beside `picket`")
        }
        var arguments = ["--embedded"]
        if let store { arguments += ["--store", store] }
        let child = try Self.start(program, arguments)
        let clock = ContinuousClock()
        let end = clock.now + Self.startLimit
        let line = child.readLine { interruption() == nil && clock.now < end }
        guard let line, let announcement = Announcement(line) else {
            // A hanging process does not end by itself.
            if interruption() != nil || clock.now >= end { child.kill() }
            if let status = interruption() {
                _ = child.end()
                throw Ending(status)
            }
            guard clock.now < end else {
                _ = child.end()
                throw Ending.usage("the local platform did not start within \(Self.startLimit.components.seconds) s")
            }
            throw Ending.usage("the local platform did not start (\(child.end()))")
        }
        process = child
        var tls = TLSOptions()
        if let certificate = announcement.certificate { tls.trust = .pem(Array(certificate.utf8)) }
        do {
            var profile = PlatformProfile(
                name: "local", endpoint: try HTTPEndpoint(parsing: announcement.url),
                credentials: Credentials(user: announcement.user, password: announcement.password), tls: tls)
            profile.alias = Self.alias(store: store)
            self.profile = profile
        } catch {
            throw Ending.usage("the local platform reported an invalid address: \(error.message)")
        }
    }

    private static func start(_ program: String, _ arguments: [String]) throws -> ChildProcess {
        do throws(ChildProcess.Problem) {
            return try ChildProcess(program, arguments)
        } catch .noPipe(let problem) {
            throw Ending.usage("no pipe: \(problem.message)")
        } catch .notStarted(let problem) {
            throw Ending.usage("\(program): \(problem.message)")
        }
    }

    /// Returns the platform's name in a journal. Its port differs in each run, so its store identifies it; without a
    /// store it ends with the run.
    private static func alias(store: String?) -> String {
        guard let store = kept(store) else { return "local" }
        return "local \(FilePlace.resolved(store) ?? store)"
    }

    /// Returns the file that outlives the run; nil for a platform in memory.
    static func kept(_ store: String?) -> String? { store == ":memory:" ? nil : store }

    /// Ends the platform and waits until it has written everything.
    func stop() { process.endInput() }
}

/// The line in which an embedded platform reports its address.
private struct Announcement {
    let url: String
    let user: String
    let password: String
    let certificate: String?

    init?(_ line: [UInt8]) {
        guard case .map(let fields)? = try? Value(json: line), case .string(let url)? = fields["url"],
            case .string(let user)? = fields["user"], case .string(let password)? = fields["password"]
        else { return nil }
        self.url = url
        self.user = user
        self.password = password
        if case .string(let certificate)? = fields["certificate"] {
            self.certificate = certificate
        } else {
            certificate = nil
        }
    }
}
