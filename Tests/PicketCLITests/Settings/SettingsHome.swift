import Foundation

/// A folder with a configuration file for one test.
final class SettingsHome {
    let folder = FileManager.default.temporaryDirectory.appending(path: "picket-settings-\(UUID().uuidString)")

    init(_ configuration: String = "") throws {
        let place = folder.appending(path: "picket")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(configuration.utf8).write(to: place.appending(path: "config.toml"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @discardableResult
    func file(_ name: String, _ bytes: [UInt8], mode: Int = 0o600) -> String {
        let path = folder.appending(path: name).path(percentEncoded: false)
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(bytes), attributes: [.posixPermissions: mode])
        return path
    }

    @discardableResult
    func file(_ name: String, _ text: String, mode: Int = 0o600) -> String { file(name, Array(text.utf8), mode: mode) }

    func picket(
        _ arguments: [String], _ environment: [String: String] = [:], input: String? = nil, in place: URL? = nil
    ) throws -> PicketProcess {
        try PicketProcess.run(
            arguments, in: place, input: input,
            environment: environment.merging(["XDG_CONFIG_HOME": folder.path(), "HOME": folder.path()]) { a, _ in a })
    }
}
