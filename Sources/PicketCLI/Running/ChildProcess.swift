import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program started with pipes to its standard input and from its standard output.
///
/// It gets only what a program needs to run of the environment: other variables may hold passwords.
struct ChildProcess {
    let identifier: pid_t
    /// The writing end of its standard input.
    let input: Int32
    private let output: Int32

    init(_ program: String, _ arguments: [String]) throws {
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
        var identifier: pid_t = 0
        let result = posix_spawn(&identifier, program, &actions, nil, &pointers, &variables)
        close(toChild.reading)
        close(fromChild.writing)
        guard result == 0 else {
            close(toChild.writing)
            close(fromChild.reading)
            throw Ending.usage("\(program): \(String(cString: strerror(result)))")
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

    /// Both ends close in any program that this one becomes or starts, but for what is handed on.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        #if canImport(Glibc)
            let result = Glibc.pipe(&ends)
        #else
            let result = Darwin.pipe(&ends)
        #endif
        guard result == 0 else { throw Ending.usage("no pipe: \(FileProblem.latest.message)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// The first line of its output; nil if it ends without one.
    func readLine() -> [UInt8]? {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
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

    /// Closes both pipes, waits, and says how it ended: `status 1`, `signal 9`.
    func end() -> String {
        close(input)
        close(output)
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? "status \((status >> 8) & 0xFF)" : "signal \(signal)"
    }
}
