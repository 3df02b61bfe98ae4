import ArgumentParser
import Foundation
import PicketPlatform
import PicketSystem

struct PlatformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "picket-platform",
        abstract: "A local platform: Datasentinel's connection pool, to rehearse runbooks against.",
        discussion: """
            It answers the documented requests under /ds-api and keeps connections in an SQLite store. The user is \
            datasentinel unless you give another. Without a given password, the first start creates a random one and says \
            how to read it. It is beside the store, in a file that only you may read.
            """)

    @Option(help: ArgumentHelp("Where to listen; port 0 lets the system choose.", valueName: "host:port"))
    var listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8443)

    @Option(
        help: ArgumentHelp(
            "Where to keep connections: a file, or :memory:. (default: platform.sqlite in Picket's state folder)",
            valueName: "file"))
    var store: String?

    @OptionGroup(title: "The user") var user: UserOptions
    @OptionGroup(title: "HTTPS") var transport: TransportOptions
    @OptionGroup(title: "Behaviour") var behaviour: BehaviourOptions

    @Flag(
        help: ArgumentHelp(
            "Serve a parent process: choose port and password, print one JSON line, end when standard input closes."))
    var embedded = false

    func run() async throws {
        guard FreeDescriptors.allow(Platform.leastDescriptors) else {
            throw StartProblem(
                description: "too many files are open: the platform needs \(Platform.leastDescriptors) more "
                    + "(`ulimit -n` says how many may be open)")
        }
        var configuration = PlatformConfiguration()
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.store = embedded && store == nil ? .memory : try StorePlace.location(store)
        try transport.apply(to: &configuration)
        try behaviour.apply(to: &configuration)
        if embedded {
            try await EmbeddedRun(account: user.account()).run(configuration)
        } else {
            configuration.accounts = [(try user.account(), try user.password())]
            try await StandaloneRun(user: user).run(configuration)
        }
    }

    func validate() throws {
        if embedded, user.givesPassword {
            throw ValidationError("--embedded creates its own password: leave out --password-env and --password-file")
        }
    }
}
