import Foundation

/// The processes of the system, as /proc tells them.
enum ProcessTable {
    static func child(of parent: Int32) -> Int32? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.first { fields(of: $0)?.parent == "\(parent)" }
    }

    /// Whether a process's child is stopped.
    static func isStopped(below parent: Int32) -> Bool {
        child(of: parent).flatMap(fields)?.state == "T"
    }

    /// `pid (name) state parent …`
    private static func fields(of process: Int32) -> (state: String, parent: String)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 1
        else { return nil }
        return (String(fields[0]), String(fields[1]))
    }
}
