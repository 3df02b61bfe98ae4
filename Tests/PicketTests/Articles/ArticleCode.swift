// Made of the articles in Sources/Picket/Picket.docc by `PICKET_RECORD=1 swift test --filter ArticleTests`.
// swift-format-ignore-file
import Picket
import Testing

extension ArticleTests {
    @Test func picket() async throws {
        // Example 1

        var library = Library()
        try library.add(Command("greet", parameters: [.word("name")])) { arguments in
            .string("hello, \(arguments.text("name") ?? "")")
        }
        let program = try library.compile("greet world\nprint $last.body", name: "demo.picket")
        let result = await program.run()
        print(result.output)
        #expect(result.output == ["hello, world"])
    }

    @Test func gettingStarted() async throws {
        // Example 1

        var library = Library()
        try library.add(Command("greet", parameters: [.word("name")])) { arguments in
            .string("hello, \(arguments.text("name") ?? "")")
        }
        let program = try library.compile("param who = world\ngreet $who\nprint $last.body", name: "demo.picket")

        var options = RunOptions()
        options.parameters = ["who": "reader"]
        options.deadline = .seconds(2)
        let result = await program.run(options)
        // Example 2
        switch result.outcome {
        case .success: print(result.output)
        case .refused(let diagnostics): print(diagnostics.map(\.message))
        case .exit(let status): print("the script ended with \(status)")
        case .failure(let failure): print(failure.diagnostic.message)
        }
        #expect(result.output == ["hello, reader"])
    }

    @Test func commandsAndFunctions() async throws {
        var library = Library()
        let (database, prices) = (ArticleDatabase(), ["nuts": 2.5])
        // Example 1
        let order = Command(
            "order", summary: "orders something",
            parameters: [.word("item"), Parameter("count", .integer(1...1000))])
        try library.add(order) { arguments in
            let count = arguments.integer("count") ?? 1
            return ["total": .integer(count * 25)] as Value
        }
        // Example 2
        try library.add(Command("fetch", parameters: [.word("id")]), async: { arguments in
            try await database.row(id: arguments["id"])
        })
        // Example 3
        struct Item: Codable, ValueConvertible { var name: String; var price: Double }

        try library.add(function: "price", "item") { (item: String) -> Double in prices[item] ?? 0 }
        try library.add(function: "cheapest", "items") { (items: [Item]) -> Item? in items.min { $0.price < $1.price } }
        // Example 4
        func example4() throws {
            throw ScriptError("no-stock", "only 3 are left", fields: ["left": 3], help: "order fewer")
        }
        let text = "order nuts count=3 as receipt\nprint $receipt.body.total, price(nuts) * 3"
        #expect(await library.run(text).output == ["75 7.5"])
        let items = "let items = [{name: a, price: 2}, {name: b, price: 1}]\nfetch x\n"
        let later = await library.run(items + "print cheapest($items).name, $last.body")
        #expect(later.output == ["b row x"], "\(later.rendered())")
    }

    @Test func editors() async throws {
        let (library, text, offset) = (Library(), "let total = 1\nprint $to + )", 23)
        // Example 1
        let services = EditorServices(library)

        for problem in services.check(text, name: "nightly.picket") {
            let (line, column) = problem.location?.position ?? (1, 1)
            print("nightly.picket:\(line):\(column): \(problem.message)")
        }
        for item in services.complete(text, at: offset) {
            print(item.text, item.kind, item.detail)
        }
        let items = services.complete(text, at: offset).map(\.text)
        #expect(services.check(text).count == 1 && items == ["total"], "\(items)")
    }

    @Test func limitsAndHostileScripts() async throws {
        let program = try Library().compile("while true { }")
        // Example 1
        var options = RunOptions()
        options.limits.steps = 10_000_000
        options.limits.memory = 32 << 20
        options.deadline = .seconds(1)
        options.grace = .milliseconds(200)
        let result = await program.run(options)
        #expect([.limit, .deadline].contains(result.failure?.kind))
    }

    @Test func secrets() async throws {
        let vault = ArticleVault()
        // Example 1
        var options = RunOptions()
        options.environment = .init { name in
            name == "PG_PASSWORD" ? .secret(.string(vault.password)) : nil
        }
        options.secrets = [vault.token]
        let text = "secret password = env(\"PG_PASSWORD\")\nprint $password, \"\(vault.token)\""
        #expect(await Library().run(text, options: options).output == ["••• •••"])
    }

    @Test func sessions() async throws {
        let (library, options) = (Library(), RunOptions())
        // Example 1
        let session = Session(library, options: options)
        _ = await session.run("let total = 40")
        _ = await session.run("def twice(x) { return $x * 2 }")
        let result = await session.run("print twice($total + 2)")
        // Example 2
        let total = await session.value(of: "total")
        let answer = try await session.call("twice", [.integer(21)])
        #expect(result.output == ["84"] && total == 40 && answer == 42)
    }

    @Test func stepping() async throws {
        let clock = TestClock()
        var options = RunOptions()
        options.clock = clock
        let log = Log()
        options.onPrint = { log.add($0) }
        var library = Library()
        try library.add(Command("ask"))
        let program = try library.compile("sleep 1h\nprint late")
        func send(_ call: CommandCall) { log.add(call.command.name) }
        func cancel(_ ticket: Ticket) { log.add("cancelled") }
        func wait(until time: Int64?) { clock.advance(by: .nanoseconds((time ?? 0) - clock.nanoseconds)) }
        func serveOtherConnections() { log.add("yielded") }
        // Example 1
        let execution = Execution(program, options)
        loop: while true {
            switch execution.next() {
            case .command(let call): send(call)
            case .cancel(let ticket): cancel(ticket)
            case .waiting(let until): wait(until: until)
            case .yielded: serveOtherConnections()
            case .done(let result):
                print(result.output)
                break loop
            }
        }
        #expect(log.lines == ["late"])
    }
}
