import Foundation
import Goldens
import HTTPHarness

/// The run of a golden's commands in a folder of its own, against servers of its own.
struct OuterRun {
    private let content: OuterGolden.Content
    private let folder: URL

    /// What the golden's commands show, and what its servers saw.
    static func transcript(of content: OuterGolden.Content) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-outer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await OuterRun(content: content, folder: folder).transcript()
    }

    private func transcript() async throws -> String {
        for file in content.files { try write(file) }
        let authority = try TestAuthority()
        try writeCertificates(authority)
        let server = try await content.server?.start(authority)
        let proxy = try await content.proxy?.start(authority)
        let environment = environment(server: server, proxy: proxy)
        var text = ""
        for command in content.commands { text += try await transcript(of: command, environment) }
        text += seen("server", server) + seen("proxy", proxy)
        await server?.stop()
        await proxy?.stop()
        return normalizedText(text, in: folder)
    }

    private func write(_ file: OuterGolden.File) throws {
        let place = folder.appending(path: file.path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: place)
        try FileManager.default.setAttributes([.posixPermissions: file.mode], ofItemAtPath: place.path())
    }

    /// The servers' authority, and a client's certificate and key of another one.
    private func writeCertificates(_ authority: TestAuthority) throws {
        let other = try TestAuthority("Other Authority")
        let (certificate, key) = try other.issue()
        for (name, text) in [
            ("authority.pem", authority.pem), ("other-authority.pem", other.pem), ("client.pem", certificate),
            ("client.key", key),
        ] {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
    }

    private func environment(server: TestServer?, proxy: TestServer?) -> [String: String] {
        let scheme = content.server?.isSecure == true ? "https" : "http"
        let url = "\(scheme)://127.0.0.1:\(server?.port ?? 1)"
        let programs = Project.program("picket").deletingLastPathComponent().path(percentEncoded: false)
        return [
            "PATH": "\(programs):/usr/bin:/bin", "HOME": folder.path(percentEncoded: false), "LC_ALL": "C.UTF-8",
            "URL": url, "PORT": "\(server?.port ?? 1)", "PROXY": "http://127.0.0.1:\(proxy?.port ?? 1)",
            "LOGIN": "--platform \(url) --user ops --password-env PW", "PW": "correct-horse",
            "BY_TOKEN": "--platform \(url) --token-env TOKEN", "TOKEN": "t0ken",
        ]
    }

    private func seen(_ name: String, _ server: TestServer?) -> String {
        guard let server else { return "" }
        let requests = server.log.state.requests.map { request in
            let words = request.line.split(separator: " ").dropLast().joined(separator: " ")
            return request.body.isEmpty ? "\(words)\n" : "\(words) \(request.body)\n"
        }
        return "(the \(name) saw\(requests.isEmpty ? " nothing" : ""))\n" + requests.joined()
    }

    // MARK: Commands

    private func transcript(of command: String, _ environment: [String: String]) async throws -> String {
        let (status, output, errors) = try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: waiting for a process must not keep a thread of the tests from its work.
            Thread.detachNewThread { continuation.resume(with: Result { try run(command, environment) }) }
        }
        func whole(_ text: String) -> String { text.isEmpty || text.hasSuffix("\n") ? text : text + "\n" }
        return "$ \(command)\n" + whole(output) + (errors.isEmpty ? "" : "(errors)\n" + whole(errors))
            + "(exit \(status))\n"
    }

    private func run(_ command: String, _ environment: [String: String]) throws -> (Int32, String, String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        // Files, which take as much as there is.
        let places = (0..<2).map { _ in
            FileManager.default.temporaryDirectory.appending(path: "picket-outer-stream-\(UUID().uuidString)")
        }
        for place in places { try Data().write(to: place) }
        defer { for place in places { try? FileManager.default.removeItem(at: place) } }
        process.standardOutput = try FileHandle(forWritingTo: places[0])
        process.standardError = try FileHandle(forWritingTo: places[1])
        try process.run()
        process.waitUntilExit()
        let texts = try places.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return (process.terminationStatus, texts[0], texts[1])
    }
}
