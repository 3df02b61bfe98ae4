import Glibc
import SystemPackage

/// A program that was started with pipes to its standard input and from its standard output.
///
/// It gets only the necessary environment variables, since others may contain passwords. It leads a process group of its
/// own, so that the keys of a terminal, such as ^Z, do not reach it.
package struct ChildProcess: Sendable {
    /// Why a program could not be started.
    package enum Problem: Error {
        case noPipe(FileProblem)
        case notStarted(FileProblem)
    }

    /// How a program ended.
    package enum Ending: CustomStringConvertible {
        case status(Int32)
        case signal(Int32)

        package var description: String {
            switch self {
            case .status(let status): "status \(status)"
            case .signal(let signal): "signal \(signal)"
            }
        }
    }

    private let identifier: pid_t
    /// The writing end of the program's standard input.
    private let input: Int32
    private let output: Int32

    package init(_ program: String, _ arguments: [String]) throws(Problem) {
        let toChild = try Self.pipe()
        let fromChild = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild.writing, STDOUT_FILENO)
        var pointers = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var variables = Self.environment.map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var identifier: pid_t = 0
        let result = posix_spawn(&identifier, program, &actions, &attributes, &pointers, &variables)
        close(toChild.reading)
        close(fromChild.writing)
        guard result == 0 else {
            close(toChild.writing)
            close(fromChild.reading)
            throw .notStarted(.system(Errno(rawValue: result)))
        }
        self.identifier = identifier
        input = toChild.writing
        output = fromChild.reading
    }

    private static var environment: [String] {
        ["HOME", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ", "XDG_STATE_HOME"].compactMap { name in
            Environment[name].map { "\(name)=\($0)" }
        }
    }

    /// Creates a pipe. Both ends close in any program that this one starts, except for an end that is passed on.
    private static func pipe() throws(Problem) -> (reading: Int32, writing: Int32) {
        do throws(Errno) {
            let ends = try FileDescriptor.pipe(options: .closeOnExec)
            return (ends.readEnd.rawValue, ends.writeEnd.rawValue)
        } catch {
            throw .noPipe(.system(error))
        }
    }

    /// Reads the first line of its output; nil if it ends without one, or if nobody waits for it any more.
    ///
    /// - Parameter isAwaited: Is called repeatedly while the line has not come.
    package func readLine(while isAwaited: () -> Bool = { true }) -> [UInt8]? {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 50) == 0 {
                guard isAwaited() else { return nil }
                continue
            }
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            line += buffer[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                close(output)
                return Array(line[..<end])
            }
        }
    }

    /// Closes both pipes of a program that sent no line, and waits for its end.
    package func end() -> Ending {
        close(output)
        return endInput()
    }

    /// Closes the program's standard input, and waits for its end.
    @discardableResult
    package func endInput() -> Ending {
        close(input)
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
    }

    /// Kills the program. Call `end()` or `endInput()` afterwards to reap it.
    package func kill() { _ = Glibc.kill(identifier, SIGKILL) }

    /// Waits for the program's end and leaves the reaping to `endInput()`. Returns false if waiting is impossible.
    package func waitForEnd() -> Bool {
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
