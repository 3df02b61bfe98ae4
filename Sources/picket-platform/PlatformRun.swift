import PicketOptions
import PicketPlatform
import PicketSystem

/// Serves as the command line asks.
struct PlatformRun {
    private let line: PlatformLine

    init(_ line: PlatformLine) { self.line = line }

    func run() async throws {
        guard FreeDescriptors.allow(Platform.leastDescriptors) else {
            throw StartProblem(
                description: "too many files are open: the platform needs \(Platform.leastDescriptors) more "
                    + "(`ulimit -n` says how many may be open)")
        }
        let isEmbedded = line.isOn(.embedded)
        var configuration = PlatformConfiguration()
        configuration.host = line.address?.host ?? "127.0.0.1"
        configuration.port = line.address?.port ?? 8443
        configuration.store = isEmbedded && line[.store] == nil ? .memory : try StorePlace.location(line[.store])
        if let file = line[.tlsCert], let key = line[.tlsKey] {
            configuration.transport = .https(certificateFile: file, keyFile: key)
        } else if line.isOn(.http) {
            configuration.transport = .http
        }
        try applyBehaviour(to: &configuration)
        let user = UserChoice(line)
        if isEmbedded {
            try await EmbeddedRun(account: user.account()).run(configuration)
        } else {
            configuration.accounts = [(try user.account(), try user.password())]
            try await StandaloneRun(user: user.name).run(configuration)
        }
    }

    private func applyBehaviour(to configuration: inout PlatformConfiguration) throws {
        if line[.probe] == "postgres" {
            configuration.probe = .postgres(
                timeLimit: .nanoseconds(line.nanoseconds(.probeTimeout) ?? 5_000_000_000),
                interval: .nanoseconds(line.nanoseconds(.probeInterval) ?? 10_000_000_000))
        }
        configuration.strictJSON = line.isOn(.strictJson)
        if let lifetime = line.nanoseconds(.tokenLifetime) {
            configuration.tokenLifetime = Int(lifetime / 1_000_000_000)
        }
        if let organization = line[.organization] { configuration.organization = organization }
        if let status = line[.missingRights].flatMap({ Int($0) }).flatMap(MissingRights.init) {
            configuration.missingRights = status
        }
        configuration.hasControlPaths = line.isOn(.control)
        if line.isOn(.verbose) { configuration.log = { Output.error($0) } }
        if let file = line[.faults] { configuration.faults = try Self.faults(in: file) }
    }

    private static func faults(in file: String) throws -> [Fault] {
        let text = try InputText.read(file)
        do {
            return try Fault.list(parsing: text)
        } catch {
            throw StartProblem(description: "the faults in \(file) cannot be used: \(error)")
        }
    }
}
