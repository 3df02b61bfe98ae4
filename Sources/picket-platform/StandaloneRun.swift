import PicketPlatform
import PicketSystem
import UnixSignals

/// Serves until the process is asked to end.
struct StandaloneRun {
    /// The name to log in with.
    let user: String

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
        var lines = ["Picket's local platform listens on \(platform.url) for the user \(user)."]
        var trust = ""
        if case .file(let store) = configuration.store {
            lines.append("It keeps its connections in \(store).")
            if configuration.transport == .selfSignedHTTPS { trust = " --cacert \(ShellText.word(store + ".crt"))" }
        } else {
            lines.append("It keeps its connections in memory.")
            if configuration.transport == .selfSignedHTTPS { trust = " --insecure" }
        }
        let drawn = platform.drawnPasswords.first
        if let drawn, drawn.isNew {
            lines.append(
                drawn.file.map { "Its random password is in a file; read it with: cat \(ShellText.path($0))" }
                    ?? "Its random password, valid for this run only, is: \(drawn.text)")
        }
        // If the password has no file, the prompt asks for it.
        let password = drawn?.file.map { " --password-file \(ShellText.word($0))" } ?? ""
        lines.append(
            "Try: picket repl --platform \(platform.url)\(trust) --user \(ShellText.word(user))\(password)")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Starts a platform. A failure becomes a problem for the user to solve.
func start(_ configuration: PlatformConfiguration) async throws -> Platform {
    do {
        return try await Platform.start(configuration)
    } catch {
        throw StartProblem(description: error.description)
    }
}
