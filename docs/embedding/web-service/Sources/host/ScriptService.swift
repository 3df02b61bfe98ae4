import Foundation
import Picket

/// Runs scripts of people whom the service does not trust.
struct ScriptService: Sendable {
    private let library: Library
    private let options: RunOptions

    init() throws {
        library = try Self.makeLibrary()
        options = Self.makeOptions()
    }

    /// All that a script can do beside computing.
    private static func makeLibrary() throws -> Library {
        let prices = ["nuts": 5, "bolts": 12, "gears": 250]
        var library = Library()
        let quote = Command(
            "quote", summary: "asks for the price of some items",
            parameters: [.word("item"), Parameter("count", .integer(1...10_000), isPositional: true)])
        let known = Value.list(prices.keys.sorted().map { .string($0) })
        try library.add(
            quote,
            async: { arguments in
                // A real service would ask a database here.
                await Task.yield()
                guard case .string(let item)? = arguments["item"], case .integer(let count)? = arguments["count"],
                    let price = prices[item]
                else { throw ScriptError("unknown-item", "there is no such item", fields: ["known": known]) }
                return ["total": .integer(Int64(price) * count)]
            })
        try library.add(function: "discount", "total") { (total: Double) in total > 400 ? total * 0.9 : total }
        // The author of a script reads this in place of an error of the service.
        library.failureText = { _ in "the service cannot do this now" }
        return library
    }

    /// The bounds of each script.
    private static func makeOptions() -> RunOptions {
        var options = RunOptions()
        options.limits.steps = 100_000
        options.limits.memory = 8 << 20
        options.limits.depth = 200
        options.limits.source = 32 << 10
        options.limits.outputBytes = 16 << 10
        options.deadline = .seconds(2)
        options.grace = .milliseconds(200)
        return options
    }

    /// Answers a request: `POST /run` with a script.
    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        guard request.method == "POST", request.path == "/run" else {
            return HTTPResponse(404, ["error": "no such place"])
        }
        guard let script = String(validating: request.body, as: UTF8.self) else {
            return HTTPResponse(400, ["error": "the script is not UTF-8"])
        }
        let result = await library.run(script, name: "script", options: options)
        let isLong = result.output.count > 3
        let answer = RunAnswer(
            output: Array(result.output.prefix(3)) + (isLong ? ["…"] : []), problems: result.problems)
        switch result.outcome {
        case .success, .exit: return HTTPResponse(200, answer)
        case .refused: return HTTPResponse(422, answer)
        case .failure(let failure) where failure.kind == .limit || failure.kind == .deadline:
            return HTTPResponse(408, answer)
        case .failure: return HTTPResponse(409, answer)
        }
    }
}

/// What a user gets.
private struct RunAnswer: Encodable {
    var output: [String]
    var problems: [String]
}

extension RunResult {
    /// What went wrong, a line each. `rendered()` also shows the lines of the script.
    fileprivate var problems: [String] {
        switch outcome {
        case .refused(let diagnostics): diagnostics.map(\.line)
        case .failure(let failure): (recorded + [failure]).map(\.diagnostic.line)
        case .success, .exit: recorded.map(\.diagnostic.line)
        }
    }
}

extension Diagnostic {
    fileprivate var line: String {
        (location.map { "line \($0.position.line): " } ?? "") + message + (help.map { " (\($0))" } ?? "")
    }
}
