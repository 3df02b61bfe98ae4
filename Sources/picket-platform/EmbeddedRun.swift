import Foundation
import PicketPlatform
import PicketSystem
import UnixSignals

/// Serves a parent process. It prints its address and password as one JSON line, and ends when the parent closes the
/// pipe to standard input, which also happens when the parent ends.
struct EmbeddedRun {
    let account: Account

    private struct Announcement: Encodable {
        let url: String
        let user: String
        let password: String
        let certificate: String?
    }

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
        try announce(platform, password: password)
        await ending.waitAlsoForEndOfInput()
        await platform.stop()
    }

    private func announce(_ platform: Platform, password: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(
            Announcement(
                url: platform.url, user: account.name, password: password, certificate: platform.certificate))
        try Output.out(String(decoding: line, as: UTF8.self) + "\n")
    }
}
