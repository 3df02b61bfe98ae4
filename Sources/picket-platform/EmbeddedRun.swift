import PicketPlatform
import PicketSystem
import UnixSignals

/// Serves a parent process. It prints its address and password as one JSON line, and ends when the parent closes the
/// pipe to standard input, which also happens when the parent ends.
struct EmbeddedRun {
    let account: Account

    func run(_ configuration: PlatformConfiguration) async throws {
        // A signal from the terminal reaches the parent and this process. The parent still needs the platform then.
        Signals.ignore([Signals.interrupt, Signals.hangup])
        let ending = await ProcessEnding(trapping: .sigterm)
        let password = PlatformConfiguration.makePassword()
        var configuration = configuration
        configuration.host = "127.0.0.1"
        configuration.port = 0
        configuration.hasControlPaths = true
        configuration.accounts = [(account, .random(password))]
        let platform = try await start(configuration)
        try Output.out(platform.announcement(user: account.name, password: password) + "\n")
        await ending.waitAlsoForEndOfInput()
        await platform.stop()
    }
}
