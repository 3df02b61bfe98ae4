import Foundation
import Goldens

/// A page carried out by a shell in a folder of its own, as its reader would do it.
struct PageRun {
    struct Result {
        let output: String
        let status: Int32
    }

    private struct Incomplete: Error, CustomStringConvertible {
        let description: String
    }

    /// The home folder of the pages' readers, and where their platforms listen.
    private static let home = "/home/anna"
    private static let addresses = ["127.0.0.1:8443", "127.0.0.1:8444", "127.0.0.1:8445"]

    private let folder: URL
    private let ports: [Int]
    private let programs: URL

    init(programs: URL = Project.program("picket").deletingLastPathComponent()) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "picket-page-\(UUID().uuidString)")
        ports = try Self.addresses.map { _ in try FreePort.next() }
        self.programs = programs
        try FileManager.default.createDirectory(
            at: folder.appending(path: "runbooks"), withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    // MARK: Names

    /// The text of a page for this run: its home and its ports.
    private func real(_ text: String) -> String {
        zip(Self.addresses, ports).reduce(text.replacing(Self.home, with: folder.path(percentEncoded: false))) {
            $0.replacing($1.0, with: "127.0.0.1:\($1.1)")
        }
    }

    /// A text of this run as a page shows it.
    private func shown(_ text: String) -> String {
        zip(Self.addresses, ports).reduce(text.replacing(folder.path(percentEncoded: false), with: Self.home)) {
            $0.replacing("127.0.0.1:\($1.1)", with: $1.0)
        }
    }

    /// A text with what changes from run to run made plain: the one place where pages and runs become comparable.
    static func plain(_ text: String) -> String {
        normalizedText(text)
            .replacing(#/\b\d+(?:\.\d+)?(?:ns|us|ms)\b/#, with: "TIME")
            .replacing(#/(?m)[ \t]+$/#, with: "")
            .replacing(#/"(salt|hash)": ?"[^"]*"/#) { "\"\($0.1)\":\"HASH\"" }
            .replacing(#/"duration": ?\d+/#, with: "\"duration\":TIME")
            .replacing(#/\$y\$[^"\s]+/#, with: "HASH")
            .replacing(#/\b[0-9a-f]{40}\b/#, with: "HASH")
            .replacing(#/\b(exp|iat)": ?\d+/#) { "\($0.1)\": DATE" }
    }

    // MARK: Carrying out

    /// What comes of each step.
    func results(of steps: [PageStep]) throws -> [Result] {
        let script = folder.appending(path: ".steps")
        try Data(try text(of: steps).utf8).write(to: script)
        let log = folder.appending(path: ".log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [script.path(percentEncoded: false)]
        process.currentDirectoryURL = folder.appending(path: "runbooks")
        process.environment = [
            "PATH": "\(programs.path(percentEncoded: false)):/usr/bin:/bin", "LC_ALL": "C.UTF-8",
            "HOME": folder.path(percentEncoded: false), "SWIFT_BACKTRACE": "enable=no",
            // A local platform takes this port where the page's reader has the usual one.
            "PICKET_PLATFORM_LISTEN": "127.0.0.1:\(ports[0])",
        ]
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return try Self.results(in: String(decoding: try Data(contentsOf: log), as: UTF8.self), count: steps.count)
            .map { Result(output: shown($0.output), status: $0.status) }
    }

    /// The shell's script: before and after each step it prints a mark that no program prints.
    private func text(of steps: [PageStep]) throws -> String {
        var text = """
            s=0; jobs=
            trap 'kill $jobs 2>/dev/null' EXIT
            picket_wait() { n=0; until grep -q -e "$2" "$1" || [ $n = 600 ]; do n=$((n + 1)); sleep 0.05; done; }

            """
        for (number, step) in steps.enumerated() {
            text += "printf '\\036o\\036'\n" + (try lines(of: step.deed, number)) + "printf '\\036s%s\\036' $s\n"
        }
        return text
    }

    private func lines(of deed: PageStep.Deed, _ number: Int) throws -> String {
        switch deed {
        case .file(let path, let text):
            let place = ".file-\(number)"
            try Data(real(text).utf8).write(to: folder.appending(path: place))
            let target = path.hasPrefix("~/") ? "$HOME/\(path.dropFirst(2))" : path
            return "mkdir -p \"$(dirname \"\(target)\")\" && cp \"$HOME/\(place)\" \"\(target)\"; s=$?\n"
        case .command(let command, nil): return "(exit $s); eval \(quoted(real(command))); s=$?\n"
        case .command(let command, let until?):
            let log = "\"$HOME/.job-\(number)\""
            return """
                : > \(log); (eval \(quoted("exec " + real(command)))) >> \(log) 2>&1 &
                jobs="$jobs $!"; picket_wait \(log) \(quoted(until)); cat \(log); s=0

                """
        case .sample(let script):
            return try sample(script, number) + "\(Self.secret) picket run -q sample.picket --platform local; s=$?\n"
        case .check(let script): return try sample(script, number) + "picket check sample.picket; s=$?\n"
        case .fragment(let script):
            return try sample(script, number) + "picket fmt - < sample.picket > /dev/null; s=$?\n"
        case .error(let script, let code, let platform):
            let arguments = platform == "none" ? "" : " --platform \(platform)"
            return try sample(script, number) + """
                picket check sample.picket > .checked 2>&1; s=$?; cat .checked
                grep -q -F '[\(code)]' .checked || { \(Self.secret) picket run sample.picket\(arguments); s=$?; }

                """
        }
    }

    /// What samples take for the password of PostgreSQL's role.
    private static let secret = "PG_PASSWORD=rehearsal-only"

    private func sample(_ script: String, _ number: Int) throws -> String {
        try Data(real(script).utf8).write(to: folder.appending(path: ".file-\(number)"))
        return "cp \"$HOME/.file-\(number)\" sample.picket\n"
    }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }

    private static func results(in log: String, count: Int) throws -> [Result] {
        let parts = log.components(separatedBy: "\u{1E}")
        var (results, output): ([Result], String) = ([], "")
        for (place, part) in parts.enumerated() {
            if place % 2 == 0 {
                output += part
            } else if part == "o" {
                output = ""
            } else {
                results.append(Result(output: output, status: Int32(part.dropFirst()) ?? -1))
            }
        }
        guard results.count == count else {
            throw Incomplete(
                description: "the shell ended after \(results.count) of \(count) steps:\n\(log.suffix(2000))")
        }
        return results
    }
}

/// A port that was free a moment ago.
enum FreePort {
    static func next() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        guard status == 0 else { throw CocoaError(.fileReadUnknown) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
