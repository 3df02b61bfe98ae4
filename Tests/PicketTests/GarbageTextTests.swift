import Picket
import Testing

/// A text is refused for its size only if it does not fit beside the values that are still used.
@Suite(.timeLimit(.minutes(5))) struct GarbageTextTests {
    private static let list = """
        let values = []
        for i in 1..8000 { append values "a value of about fifty bytes, which is number $i" }

        """
    private static let map = """
        let values = {}
        for i in 1..8000 { set values["the_name_of_this_entry_is_$i"] = $i }

        """
    private static let scripts = [
        (list, "print $values"), (list, "let _text = \"the list $values\""), (list, "let _text = join($values, \",\")"),
        (list, "let _text = string($values)"), (map, "let _text = tags($values)"),
    ]

    private func failure(_ script: (values: String, use: String), garbage: Int, memory: Int) -> Failure? {
        var options = RunOptions()
        options.limits.memory = memory
        options.limits.outputBytes = .max
        let garbage = "for i in 1..\(garbage) { let _text = \"a text of about fifty bytes that nobody uses $i\" }\n"
        return Library().runSynchronously(script.values + garbage + script.use, options: options).failure
    }

    @Test(arguments: scripts)
    func garbageIsNoReasonToRefuseAText(_ script: (values: String, use: String)) {
        for garbage in stride(from: 500, through: 20_000, by: 1_500) {
            #expect(failure(script, garbage: garbage, memory: 2_200_000) == nil, "\(garbage)")
        }
    }

    @Test(arguments: scripts)
    func aTextThatDoesNotFitIsRefused(_ script: (values: String, use: String)) {
        let failures = stride(from: 600_000, to: 2_200_000, by: 150_000).map { failure(script, garbage: 1, memory: $0) }
        #expect(failures.contains { $0?.diagnostic.message.contains("written out") ?? false })
        #expect(failures.allSatisfy { $0?.diagnostic.code ?? .memoryLimit == .memoryLimit })
    }

    /// Lists of some kilobytes with more than two megabytes of text, because they share their elements.
    private static let shared = """
        let numbers = []
        let others = []
        for i in 1..1000 {
            append numbers $i
            append others $i
        }
        let lists = []
        let equal = []
        for _i in 1..500 {
            append lists $numbers
            append equal $others
        }

        """

    @Test(arguments: [
        "print $lists", "let _text = \"the lists $lists\"", "let _text = to_json($lists)", "expect $lists == $equal",
        "let _count = count($lists)", "take $lists", "let _text = replace(join($numbers), \"/[0-9]/\", join($numbers))",
    ])
    func aHostMayExtendTheMemoryForWhatIsWrittenOut(_ use: String) throws {
        var library = Library()
        try library.add(Command("take", parameters: [Parameter("value", .value, isPositional: true)])) { _ in .null }
        try library.add(function: "count", "lists") { (lists: [[Int]]) in lists.count }
        var options = RunOptions()
        options.limits.memory = 1 << 20
        options.limits.outputBytes = .max
        let stopped = library.runSynchronously(Self.shared + use, options: options)
        #expect(stopped.failure?.diagnostic.code == .memoryLimit, "\(stopped.outcome)")
        options.onLimit = { .extend(by: $0.limit == .memory ? 1 << 20 : 10_000_000) }
        let result = library.runSynchronously(Self.shared + use, options: options)
        #expect(result.exitStatus == 0, "\(result.rendered())")
    }
}
