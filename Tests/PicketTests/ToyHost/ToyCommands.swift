import Picket

/// Commands that need no network: some of the platform's in miniature, and some that only tests want.
enum ToyCommands {
    private static let name = Parameter.word("name")
    private static let settings: [Parameter] = [
        Parameter("host"), Parameter("port", .integer(1...65_535)), Parameter("user"),
        Parameter("password", isSecret: true),
    ]

    private static func optional(_ parameters: [Parameter]) -> [Parameter] {
        parameters.map { parameter in
            var parameter = parameter
            parameter.isRequired = parameter.isPositional
            return parameter
        }
    }

    private static let tags = Parameter("tags", .tags, isRequired: false)

    static let table = CommandTable([
        // Answers with what it is given.
        Command(
            "echo", parameters: [Parameter("value", .value, isRequired: false, isPositional: true)],
            acceptsOthers: true, success: .any2xx),
        // Answers whatever it is told to.
        Command(
            "reply",
            parameters: [
                Parameter("status", .integer(100...999), isRequired: false),
                Parameter("body", .value, isRequired: false), Parameter("raw", isRequired: false),
                Parameter("type", isRequired: false), Parameter("error", isRequired: false),
                Parameter("trouble", isRequired: false), Parameter("after", .duration, isRequired: false),
            ], success: .any2xx, request: "TOY reply"),
        // Takes its time.
        Command("slow", parameters: [name, Parameter("for", .duration)], success: .any2xx),
        // Answers 503 until it was called so many times.
        Command("flaky", parameters: [name, Parameter("until", .integer(1...1_000))], success: .any2xx),
        Command("flag", parameters: [Parameter("on", .boolean)]),
        Command(
            "login",
            parameters: [
                Parameter.word("user", isRequired: false), Parameter("password", isRequired: false, isSecret: true),
            ], success: .exactly(201)),
        Command("token", success: .exactly(200)), Command("ping", success: .exactly(200)),
        Command("add", parameters: [name] + settings + [tags], success: .exactly(201), isWrite: true),
        Command("show", aliases: ["display"], parameters: [name], success: .exactly(200), secretFields: ["password"]),
        Command("update", parameters: optional([name] + settings) + [tags], success: .exactly(200), isWrite: true),
        Command("disable", parameters: [name], success: .exactly(200), isWrite: true),
        Command("enable", parameters: [name], success: .exactly(200), isWrite: true),
        Command("delete", parameters: [name], success: .exactly(200), isWrite: true),
        Command(
            "ensure", parameters: [name] + settings + [tags, Parameter("enabled", .boolean, isRequired: false)],
            success: .any2xx, isWrite: true),
        Command("remove", parameters: [name], success: .any2xx, isWrite: true),
        Command(
            "request",
            parameters: [
                .word("method"), Parameter("path", .path, isPositional: true),
                Parameter("body", .value, isRequired: false),
            ], acceptsOthers: true, success: .any2xx),
        Command("use", parameters: [.word("platform")]),
    ])
}
