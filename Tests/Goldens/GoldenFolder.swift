public import Foundation
import Testing

/// A folder of scripts, one behaviour a file, each with the text that is expected of it beside it.
///
/// With `PICKET_RECORD=1` the expected texts are written anew, and the run fails, so that none passes by accident.
public struct GoldenFolder: Sendable {
    public let url: URL
    /// What the expected text's name ends with.
    private let suffix: String

    /// - Parameters:
    ///   - area: the folder's name below `Tests/Golden`.
    ///   - suffix: what the expected text's name ends with, without the dot.
    public init(_ area: String, expecting suffix: String) {
        url = GoldenFolder.root.appending(path: area)
        self.suffix = suffix
    }

    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    /// The scripts' names without their ending, in alphabetical order.
    public var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return files.filter { $0.hasSuffix(".picket") }.map { String($0.dropLast(7)) }.sorted()
    }

    public func script(_ name: String) throws -> Data {
        try Data(contentsOf: url.appending(path: name + ".picket"))
    }

    /// The expected text; empty if there is none yet.
    public func expected(_ name: String) -> String {
        (try? String(contentsOf: url.appending(path: "\(name).\(suffix)"), encoding: .utf8)) ?? ""
    }

    /// Records an issue with the differing lines if the observed text is not the expected one, and leaves it in a file
    /// that ends with `.observed`.
    public func compare(_ name: String, _ text: String) throws {
        let observed = url.appending(path: name + ".observed")
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] == "1" {
            guard text != expected(name) else { return }
            try Data(text.utf8).write(to: url.appending(path: "\(name).\(suffix)"))
            try? FileManager.default.removeItem(at: observed)
            Issue.record("recorded \(name).\(suffix); run again without PICKET_RECORD")
            return
        }
        let wanted = expected(name)
        guard text != wanted else {
            try? FileManager.default.removeItem(at: observed)
            return
        }
        try Data(text.utf8).write(to: observed)
        Issue.record("\(name) differs; see \(name).observed\n\(lineDifference(wanted, text))")
    }
}

/// Lines that only `old` has after `-`, those that only `new` has after `+`.
public func lineDifference(_ old: String, _ new: String) -> String {
    let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = newLines.difference(from: oldLines)
    return changes.map { change in
        switch change {
        case .remove(let line, let text, _): return "-\(line + 1): \(text)"
        case .insert(let line, let text, _): return "+\(line + 1): \(text)"
        }
    }.joined(separator: "\n")
}
