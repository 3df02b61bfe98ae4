import Foundation

/// A web service that runs the scripts of its users.
///
///     swift run host 8080        serves until it is ended:
///                                curl --data-binary 'quote bolts 40 as q; print $q.body.total' localhost:8080/run
///     swift run host             serves some requests of its own, and prints the answers
let service = try ScriptService()
let words = CommandLine.arguments
guard words.count == 1 else {
    let server = try HTTPServer(port: UInt16(words[1]) ?? 8080) { await service.answer($0) }
    print("listening on port \(server.port)")
    await server.serve()
    exit(0)
}

let scripts = [
    "quote bolts 40 as q\nprint $q.body.total, discount($q.body.total)",
    "for item in [nuts, bolts, gears] parallel 3 { quote $item 10 as q\n print $item, $q.body.total }",
    "try { quote unicorns 1 } catch e { print $e.code, $e.fields.known }",
    "qoute bolts 1",
    "while true { }",
    "let text = \"memory\"\nwhile true { set text = $text + $text }",
    "while true { print \"spam\" }",
    "defer print tidied\nsleep 1h",
    "print env(\"HOME\") ?? \"nothing of the server\"",
]
let server = try HTTPServer(port: 0) { await service.answer($0) }
let serving = Task { await server.serve() }
for script in scripts {
    let answer = try await HTTPClient.post("/run", script, port: server.port)
    print("----\n\(script)\n=> \(answer)")
}
// A hundred users at once, half of them with scripts that never end.
let users = (1...100).map { user in
    let script = user.isMultiple(of: 2) ? "while true { }" : "print \(user)"
    return Task { try await HTTPClient.post("/run", script, port: server.port).status }
}
var statuses: [Int: Int] = [:]
for user in users { statuses[try await user.value, default: 0] += 1 }
print("----\na hundred at once: \(statuses[200, default: 0]) answers, \(statuses[408, default: 0]) stopped")
print(try await HTTPClient.post("/run", String(repeating: "#", count: 70_000), port: server.port))
print(try await HTTPClient.post("/else", "", port: server.port))
