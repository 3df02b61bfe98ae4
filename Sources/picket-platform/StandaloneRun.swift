import Foundation
import PicketPlatform
import UnixSignals

/// Serves until the process is asked to end.
struct StandaloneRun {
    let user: UserOptions

    func run(_ configuration: PlatformConfiguration) async throws {
        let ending = await ProcessEnding(trapping: .sighup, .sigint, .sigterm)
        let platform = try await start(configuration)
        do throws(OutputProblem) {
            try Output.out(greeting(platform, configuration))
        } catch {
            await platform.stop()
            throw error
        }
        await ending.wait()
        await platform.stop()
    }

    private func greeting(_ platform: Platform, _ configuration: PlatformConfiguration) -> String {
        var lines = ["Picket's local platform listens on \(platform.url) for the user \(user.user)."]
        var trust = ""
        if case .file(let store) = configuration.store {
            lines.append("It keeps its connections in \(store).")
            if configuration.transport == .selfSignedHTTPS { trust = "--cacert '\(store).crt' " }
        } else {
            lines.append("It keeps its connections in memory.")
            if configuration.transport == .selfSignedHTTPS { trust = "--insecure " }
        }
        let credentials = user.givesPassword ? user.user : "\(user.user):\(user.user)"
        lines.append("Try: curl \(trust)--user '\(credentials)' --request POST \(platform.url)/ds-api/user-token")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Starts a platform; a failure is the user's to mend.
func start(_ configuration: PlatformConfiguration) async throws -> Platform {
    do {
        return try await Platform.start(configuration)
    } catch {
        throw StartProblem(description: error.description)
    }
}
