import PicketRuntime
import PicketSyntax
import Testing

/// What a host writes into a log contains no secret, in whatever way it is written.
@Suite struct LoggingTests {
    private static let location = SourceLocation(
        source: SourceFile(name: "a.picket", text: "login"), span: SourceSpan(0, 5))

    private static var response: Response {
        var response = Response(status: 200, body: .bytes(Array("{\"token\":\"hunter2\"}".utf8)))
        response.headers = [.init("set-cookie", "hunter2")]
        response.requestBody = Array("hunter2".utf8)
        return response
    }

    private static let values: [(name: String, value: any Sendable)] = [
        ("response", response),
        ("exchange", Exchange(command: "login", location: location, response: response, isSuccess: true)),
        (
            "event",
            Event.commandEnded(Exchange(command: "login", location: location, response: response, isSuccess: true))
        ),
        (
            "timed event",
            TimedEvent(
                .commandEnded(Exchange(command: "login", location: location, response: response, isSuccess: true)),
                at: 5)
        ),
        ("secret", Value.secret("hunter2")), ("list", Value.list([.secret("hunter2"), 5])),
        ("map", Value.map(["password": .secret("hunter2")])), ("plain map", ["a": .secret("hunter2")] as ValueMap),
        ("error", ScriptError("bad", "cannot", fields: ["password": .secret("hunter2")])),
        ("nested", Value.secret(.map(["hunter2": .list(["hunter2"])]))),
    ]

    @Test(arguments: values.indices) func leaksNothing(_ index: Int) {
        let (name, value) = Self.values[index]
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(describing: value), String(reflecting: value), "\([value])", dumped] {
            #expect(!text.contains("hunter2"), "\(name): \(text)")
        }
    }

    @Test func saysWhatHappened() {
        #expect("\(Self.response)" == "status 200")
        #expect(
            "\(Event.commandStarted(name: "login", location: Self.location))" == "command started: login (a.picket:1:1)"
        )
        let failure = Failure(.command, Diagnostic(code: "no-stock", message: "`order`: none", at: Self.location))
        #expect("\(Event.recorded(failure))" == "recorded: no-stock: `order`: none (a.picket:1:1)")
        #expect("\(Response.failure("no"))" == "without an answer (command-failed)")
    }
}
