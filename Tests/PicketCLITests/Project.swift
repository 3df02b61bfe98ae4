import Foundation

/// Where the project's own files are, from this file's place in it.
enum Project {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The files of a folder and of those in it, by their paths below it.
    static func files(in folder: String, withSuffix suffix: String) -> [String] {
        let enumerator = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
        return (enumerator?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// A program that was built with the tests.
    ///
    /// `PICKET_PROGRAMS` names a folder with others, such as those of a release.
    static func program(_ name: String) -> URL {
        if let folder = ProcessInfo.processInfo.environment["PICKET_PROGRAMS"] {
            return URL(fileURLWithPath: folder).appending(path: name)
        }
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        // The tests may be run by a helper of the toolchain: then the build folder is the one below the root.
        if !FileManager.default.isExecutableFile(atPath: folder.appending(path: name).path()) {
            folder = root.appending(path: ".build/debug")
        }
        return folder.appending(path: name)
    }
}
