import Picket

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A host with commands that do next to nothing, for `scripts/bench/run machine`: what is left is the language.
///
///     LanguageBenchmark run FILE      runs a script; if it called `add`, prints how often
///     LanguageBenchmark check FILE    parses and checks a script, and prints `loaded`
@main
enum LanguageBenchmark {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3, let text = contents(of: words[2]) else {
            fail("usage: LanguageBenchmark run|check FILE")
        }
        let host = try Host()
        switch words[1] {
        case "run":
            let result = await host.library.run(text, name: words[2], options: host.options)
            guard result.isSuccess else { fail(problems(result)) }
            for line in result.output { print(line) }
            if host.adds > 0 { print(host.adds) }
        case "check":
            let diagnostics = host.library.check(text, name: words[2], options: CompileOptions(sourceBytes: .max))
            guard diagnostics.isEmpty else { fail(summary(diagnostics)) }
            print("loaded")
        default: fail("`\(words[1])` is neither run nor check")
        }
    }

    private static func problems(_ result: RunResult) -> String {
        "ended with \(result.exitStatus): \(result.failure?.diagnostic.message ?? summary(result.diagnostics))"
    }

    /// The first of them: a file may have one on each of a million lines.
    private static func summary(_ diagnostics: [Diagnostic]) -> String {
        "\(diagnostics.count) diagnostics: \(diagnostics.prefix(3).map(\.message).joined(separator: ", "))"
    }

    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        guard fseek(file, 0, SEEK_END) == 0 else { return nil }
        let size = ftell(file)
        rewind(file)
        guard size >= 0 else { return nil }
        return String(unsafeUninitializedCapacity: size) { fread($0.baseAddress, 1, size, file) }
    }

    private static func fail(_ problem: String) -> Never {
        var line = "LanguageBenchmark: \(problem)\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(1)
    }
}
