#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Prints the time of a round: the shortest of several series, because other programs only make it longer.
func report(_ name: String, rounds: Int, _ body: () -> Void) {
    let clock = ContinuousClock()
    for _ in 0..<rounds / 10 { body() }
    let best = (0..<5).map { _ in
        clock.measure { for _ in 0..<rounds / 5 { body() } } / (rounds / 5)
    }.min()
    print("\(name): \(best ?? .zero)")
}

/// The same for asynchronous work.
func report(_ name: String, rounds: Int, _ body: () async -> Void) async {
    let clock = ContinuousClock()
    for _ in 0..<rounds / 10 { await body() }
    var best = Duration.seconds(1_000)
    for _ in 0..<5 {
        let start = clock.now
        for _ in 0..<rounds / 5 { await body() }
        best = min(best, (clock.now - start) / (rounds / 5))
    }
    print("\(name): \(best)")
}

/// The memory of the process that is in use, in bytes; zero if the system does not tell.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [UInt8](repeating: 0, count: 256)
    let count = fread(&line, 1, line.count, file)
    let words = String(decoding: line[..<count], as: UTF8.self).split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}
