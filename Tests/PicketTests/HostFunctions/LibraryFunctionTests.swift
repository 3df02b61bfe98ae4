import Foundation
import Picket
import Testing

/// A library's functions, and what its commands answer besides values.
@Suite struct LibraryFunctionTests {
    private struct Server: Codable, ValueConvertible {
        var host: String
        var port: Int
    }

    private static func library() throws -> Library {
        var library = Library()
        try library.add(function: "greeting", "name", "polite") { (name: String, polite: Bool?) in
            polite == true ? "good day, \(name)" : "hi \(name)"
        }
        try library.add(function: "now_here") { 7 }
        try library.add(HostFunction("same", parameters: [.init("x")]) { $0[0] ?? .null })
        return library
    }

    @Test func aScriptCallsThem() async throws {
        let program = try Self.library().compile("print greeting(ann), greeting(bo, true), now_here() + 1, same([1])")
        let result = await program.run()
        #expect(result.output == ["hi ann good day, bo 8 [1]"], "\(result.rendered())")
        #expect(program.runSynchronously().output == result.output)
    }

    @Test func aSessionAndAPreludeCallThem() async throws {
        var library = try Self.library()
        library.preludes = [ScriptText("base", "def twice() { return now_here() * 2 }")]
        #expect(await library.run("print twice()").output == ["14"])
        let session = Session(library)
        await session.run("let n = twice() + now_here()")
        #expect(await session.value(of: "n") == 21)
    }

    @Test func anErrorOfAFunctionIsTheHosts() async throws {
        struct Refusal: Error {}
        var library = Library()
        try library.add(function: "refuse") { () throws -> Int in throw Refusal() }
        library.failureText = { _ in "not today" }
        let failure = await library.run("print refuse()").failure
        #expect(failure?.diagnostic.message == "`refuse`: not today")
        #expect(failure?.underlying is Refusal)
    }

    @Test func namesClashWithCommandsAndFunctions() throws {
        var library = try Self.library()
        try library.add(Command("order", aliases: ["buy"])) { _ in .null }
        let function = #expect(throws: RegistrationError.self) { try library.add(function: "buy") { 1 } }
        #expect(function?.message == "there is a command `buy` already")
        let command = #expect(throws: RegistrationError.self) {
            try library.add(Command("fresh", aliases: ["greeting"])) { _ in .null }
        }
        #expect(command?.message == "there is a function `greeting` already")
        let parameter = #expect(throws: RegistrationError.self) { try library.add(function: "f", "x") { 1 } }
        #expect(parameter?.reason == .parameterCount)
    }

    /// Each word of the language that a library accepts as the name of a parameter is one by which a call can give it.
    @Test func aParameterHasANameThatACallCanWrite() async throws {
        let words = ["true", "false", "null", "and", "or", "not", "in", "contains", "matches"]
        for word in words + ["as", "because", "every", "parallel", "last"] + StatementKeyword.allCases.map(\.rawValue) {
            var library = Library()
            do throws(RegistrationError) {
                try library.add(HostFunction("f", parameters: [.init(word)]) { $0[0] ?? .null })
                #expect(!words.contains(word))
                let result = await library.run("print f(\(word) = 5)")
                #expect(result.output == ["5"], "\(word): \(result.rendered())")
            } catch {
                #expect(words.contains(word) && error.reason == .invalidName, "\(word)")
                #expect(error.message == "`\(word)` of `f` is not the name of a parameter")
            }
        }
    }

    /// An error of a type's own decoding quotes the text.
    @Test func aSecretThatDoesNotFitIsNotQuoted() async throws {
        enum Colour: String, Codable, ValueConvertible { case red }
        var library = Library()
        try library.add(function: "colour", "c") { (colour: Colour) in colour.rawValue }
        var options = RunOptions()
        options.parameters = ["p": .secret("q7Z")]
        let result = await library.run("param p\nprint colour($p)", options: options)
        #expect(result.failure?.diagnostic.message == "`c` of `colour` takes another value, not a string")
        #expect(!result.rendered().contains("q7Z"))
        let open = await library.run("print colour(q7Z)")
        #expect(open.failure?.diagnostic.message.contains("q7Z") == true)
    }

    /// A host's number that is none is a text, so that JSON holds it in quotes.
    @Test(arguments: ["1\"} evil\n", "", "-", "01", "1.", ".5", "1e", "+1", "NaN", "1 "])
    func aDecimalThatIsNoNumberIsAText(_ text: String) async throws {
        var library = Library()
        try library.add(HostFunction("same", parameters: [.init("x")]) { $0[0] ?? .null })
        try library.add(Command("answer")) { _ in .decimal(text) }
        try library.add(Command("later"), async: { _ in .list([.decimal(text)]) })
        var options = RunOptions()
        options.parameters = ["p": .map(["k": .decimal(text)])]
        let result = await library.run(
            "param p\nlet k = $p.k\nanswer as a\nlet b = $a.body\nlater as l\nlet c = $l.body[0]\n"
                + "let s = same($p).k\nlet j = to_json([$k, $b, $c, $s])",
            options: options)
        for name in ["k", "b", "c", "s"] { #expect(result.globals[name] == .string(text), "\(result.rendered())") }
        guard case .string(let json)? = result.globals["j"] else {
            Issue.record("there is no text")
            return
        }
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == Array(repeating: text, count: 4))
    }

    @Test(arguments: ["12345678901234567890", "-0.1e+400", "0", "1E5", "123456789.012345678901234567890"])
    func aDecimalThatIsANumberIsOne(_ text: String) async throws {
        var options = RunOptions()
        options.parameters = ["p": .decimal(text)]
        let result = await Library().run("param p\nprint type($p), to_json($p)", options: options)
        #expect(result.output == ["decimal \(text)"])
    }

    /// A body's answer may be any Swift value that a script can have.
    @Test func commandsAnswerSwiftValues() async throws {
        var library = Library()
        try library.add(Command("stock")) { _ in ["nuts": 3] as [String: Int] }
        try library.add(Command("server")) { _ in Server(host: "a", port: 80) }
        try library.add(Command("later"), async: { _ in ["a", "b"] as [String] })
        let result = await library.run(
            "stock\nprint $last.body.nuts\nserver\nprint $last.body.port\nlater\nprint $last.body[1]")
        #expect(result.output == ["3", "80", "b"], "\(result.rendered())")
    }

    /// A secret that a body answers is hidden wherever it occurs, also if the body answers later or step by step.
    @Test func aSecretAnswerIsKnownToTheRedactor() async throws {
        var library = Library()
        try library.add(Command("token"), async: { _ in .secret("hunter2-hunter2") })
        let result = await library.run("token\nprint $last.body, \"hunter2-hunter2\"")
        #expect(result.output == ["••• •••"])
    }

    /// Code and fields reach `catch` from a stepped command, too.
    @Test func aSteppedCommandFailsWithAnErrorOfTheHost() throws {
        var library = Library()
        try library.add(Command("order"))
        let execution = Execution(try library.compile("try { order } catch e { print $e.code, $e.fields.left }"))
        guard case .command(let call) = execution.next() else {
            Issue.record("it asks for the command")
            return
        }
        execution.resume(call.ticket, throwing: ScriptError("no-stock", "only 3 are left", fields: ["left": 3]))
        guard case .done(let result) = execution.next() else {
            Issue.record("it is over")
            return
        }
        #expect(result.output == ["no-stock 3"])
    }
}
