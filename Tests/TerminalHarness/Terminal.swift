import CPTY
package import Foundation

/// A program at a terminal, and what its screen shows.
package final class Terminal {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package private(set) var screen: Screen
    package let process: Int32
    /// How many reads found output: an upper bound of the program's writes.
    package private(set) var chunks: [Int] = []
    private let descriptor: Int32
    private var isOver = false
    private var isClosed = false
    private var status: Int32?

    /// The longest that any condition is waited for: generous, since it is reached only by a failure.
    package static let limit: TimeInterval = 30

    package init(
        _ path: String, _ arguments: [String] = [], environment: [String: String], columns: Int = 60, rows: Int = 12
    ) throws {
        screen = Screen(columns: columns, rows: rows)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var child: pid_t = 0
        descriptor = pty_start(path, &words, &variables, Int32(columns), Int32(rows), &child)
        process = child
        guard descriptor >= 0 else { throw Failure(description: "no terminal for \(path)") }
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            _ = pty_end(process)
        }
        if !isClosed { close(descriptor) }
    }

    package var isRaw: Bool { pty_is_raw(descriptor) }
    package var isStopped: Bool { pty_is_stopped(process) }
    package var ticks: Int { pty_ticks(process) }

    package func type(_ text: String) { send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) { _ = pty_write(descriptor, bytes, bytes.count) }

    package func signal(_ number: Int32) { kill(process, number) }

    package func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        _ = pty_resize(descriptor, Int32(columns), Int32(rows))
    }

    /// Waits until a condition holds; says what the screen shows when it never does.
    package func wait(
        _ what: String = "", file: StaticString = #fileID, line: UInt = #line, until isMet: (Terminal) -> Bool
    ) throws {
        let end = Date(timeIntervalSinceNow: Self.limit)
        while !isMet(self) {
            if isOver || end.timeIntervalSinceNow < 0 {
                throw Failure(description: "\(file):\(line): never \(what.isEmpty ? "met" : what)\n\(dump)")
            }
            // Not every condition is a matter of output: raw mode and stops are looked at again every few milliseconds.
            receive(milliseconds: 5)
        }
        guard screen.faults.isEmpty else { throw Failure(description: "\(file):\(line): \(screen.faults)\n\(dump)") }
    }

    /// Takes in what the program has written within the time.
    package func receive(milliseconds: Int32) {
        guard !isOver else { return }
        switch pty_wait(descriptor, milliseconds) {
        case 1:
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = pty_read(descriptor, &bytes, bytes.count)
            if count <= 0 {
                isOver = true
            } else {
                chunks.append(count)
                screen.feed(bytes[..<count])
            }
        case 0: break
        default: isOver = true
        }
    }

    /// Waits for the program's end: its exit status, or 128 and the signal.
    package func end() throws -> Int32 {
        let end = Date(timeIntervalSinceNow: Self.limit)
        while !isOver {
            if end.timeIntervalSinceNow < 0 { throw Failure(description: "never over\n\(dump)") }
            receive(milliseconds: 50)
        }
        let result = pty_end(process)
        status = result
        return result
    }

    /// Closes the terminal as its window does, and waits for the program's end: its exit status, or 128 and the signal.
    package func hangUp() -> Int32 {
        close(descriptor)
        (isClosed, isOver) = (true, true)
        let result = pty_end(process)
        status = result
        return result
    }

    /// Whether a signal has come to the program, and its handler has not run yet.
    package func isPending(_ signal: Int32) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let sets = status.split(separator: "\n").filter { $0.hasPrefix("SigPnd:") || $0.hasPrefix("ShdPnd:") }
        return sets.contains { set in
            let digits = set.drop { $0 != "\t" }.dropFirst()
            return UInt64(digits, radix: 16).map { $0 & (1 << UInt64(signal - 1)) != 0 } ?? false
        }
    }

    /// The screen in words, for a failure's report.
    package var dump: String {
        let rows = screen.rows.indices.map { "\($0)|\(screen.styled($0))|" }.joined(separator: "\n")
        return "\(rows)\ncursor \(screen.row),\(screen.column) bells \(screen.bells) modes \(screen.modes.sorted())"
            + " raw \(isRaw) over \(isOver) faults \(screen.faults)"
    }
}
