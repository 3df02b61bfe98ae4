import Picket
import Testing

/// The README's embedding, kept here so that it stays true.
@Test func aHostRegistersACommandAndReadsWhatCameBack() async {
    var interpreter = Interpreter()
    interpreter.register(Command("greet", parameters: [.word("name")])) { arguments in
        ["text": .string("hello, \(arguments.text("name") ?? "")")]
    }
    interpreter.limits.steps = 1_000_000
    let result = await interpreter.run("greet world as greeting\nprint $greeting.body.text", name: "demo.picket")
    #expect(result.output == ["hello, world"])
    #expect(result.isSuccess)
}

@Test func anAsynchronousCommandSuspendsTheScript() async {
    var interpreter = Interpreter()
    interpreter.register(
        Command("slow", parameters: [.word("name")]),
        async: { arguments in
            await Task.yield()
            return arguments["name"] ?? .null
        })
    let result = await interpreter.run("for x in [a, b, c] parallel 3 {\n slow $x\n print $last.body\n}")
    #expect(result.output == ["a", "b", "c"])
}
