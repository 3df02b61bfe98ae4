import Picket
import Testing

/// The example of docs/embedding.md, kept here so that it stays true.
@Test func aHostRegistersACommandAndReadsWhatCameBack() async throws {
    var library = Library()
    try library.add(Command("greet", parameters: [.word("name")])) { arguments in
        ["text": .string("hello, \(arguments.text("name") ?? "")")]
    }
    let program = try library.compile("greet world as greeting\nprint $greeting.body.text", name: "demo.picket")
    var options = RunOptions()
    options.limits.steps = 1_000_000
    let result = await program.run(options)
    #expect(result.output == ["hello, world"])
    #expect(result.isSuccess)
}

@Test func anAsynchronousCommandSuspendsTheScript() async throws {
    var library = Library()
    try library.add(
        Command("slow", parameters: [.word("name")]),
        async: { arguments in
            await Task.yield()
            return arguments["name"] ?? .null
        })
    let result = await library.run("for x in [a, b, c] parallel 3 {\n slow $x\n print $last.body\n}")
    #expect(result.output == ["a", "b", "c"])
}
