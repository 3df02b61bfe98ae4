import Picket

/// Runs scripts without end in one process, whose memory must not grow.
enum ManyRuns {
    /// How much more memory may be in use at the end than after a tenth of the runs.
    private static let bound = 4 << 20

    /// Performs runs of each kind, prints the memory at 10, 50 and 100 % of them, and returns whether it stayed flat.
    static func measure(_ count: Int) async throws -> Bool {
        let kinds = try kinds()
        var first = 0
        var isFlat = true
        for number in 1...max(10, count) {
            try await kinds[number % kinds.count](number)
            guard [count / 10, count / 2, count].contains(number) else { continue }
            let bytes = residentBytes()
            print("after \(number) runs: \(bytes / 1_024) KB")
            if first == 0 { first = bytes }
            if bytes > first + bound { isFlat = false }
        }
        print(isFlat ? "memory: flat" : "memory: it grew by more than \(bound / 1_024) KB")
        return isFlat
    }

    private typealias Kind = (Int) async throws -> Void

    /// The kinds of runs: most are small, as a host's are, and each way to end is among them.
    private static func kinds() throws -> [Kind] {
        var library = Library()
        try library.add(Command("soon", parameters: [Parameter("x", .value, isPositional: true)])) {
            $0.value("x") ?? .null
        }
        try library.add(
            Command("later"),
            async: { _ in
                await Task.yield()
                return ["name": "a name that needs memory"]
            })
        let compute = try library.compile("param n\nlet m = {}\nfor i in 1..5 { set m[\"a long key $i\"] = [$i, $n] }")
        let parallel = try library.compile("for i in 1..4 parallel 4 { later as x\nprint $x.body.name }")
        let failing = try library.compile("soon [1, 2, 3]\ncheck $last.body[0] == 2\nfail \"at the end\"")
        let hidden = try library.compile("secret s = env(\"TOKEN\")\nprint \"<$s>\"")
        let endless = try library.compile("defer print tidied\nwhile true { }")
        var limited = RunOptions()
        limited.limits.steps = 3_000
        var ended = RunOptions()
        ended.deadline = .zero
        return [
            { number in
                var options = RunOptions()
                options.parameters = ["n": .integer(Int64(number))]
                _ = compute.runSynchronously(options)
            },
            { number in
                var options = RunOptions()
                options.parameters = ["n": .string("a text of its own, number \(number)")]
                _ = await compute.run(options)
            },
            { _ in _ = await parallel.run() },
            { _ in _ = await failing.run().rendered() },
            { number in
                var options = RunOptions()
                options.environment = ["TOKEN": .string("a secret of its own, number \(number)")]
                _ = await hidden.run(options)
            },
            { [limited, ended] number in _ = await endless.run(number.isMultiple(of: 2) ? limited : ended) },
            { [library] number in _ = await library.run("let name\(number) = \(number)\nprint $name\(number)") },
            { [library] number in
                let session = Session(library)
                await session.run("let n = \(number)\ndef f() { return $n }\ndefer print done")
                _ = try await session.call("f")
                await session.close()
            },
            { _ in
                let task = Task { await endless.run() }
                task.cancel()
                _ = await task.value
            },
        ]
    }
}
