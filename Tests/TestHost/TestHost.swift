import PicketPool
package import PicketRuntime

/// A host of tests that need no network: its commands are those of the program, and a platform of a few lines answers them.
package enum TestHost {
    /// The commands that a script has in the program.
    package static let commands = ConnectionAPI.commands

    /// What every connection has as its password.
    package static let password = "correct-horse-battery"

    /// The platform's answer: there is every connection but `absent`.
    package static func answer(_ pending: PendingCommand) -> Response {
        let name = pending.text(0) ?? ""
        let verb = pending.command.name
        var response = Response()
        response.request = "\(method(verb)) https://127.0.0.1:8443/ds-api/pool/pg-instances/\(name)"
        response.duration = Int64(verb.utf8.count + name.utf8.count) * 1_000_000
        response.headers = [.init("Content-Type", "application/json"), .init("Set-Cookie", "session=abc")]
        switch (verb, name) {
        case (_, "absent"):
            response.status = 404
            response.body = json(#"{"error":"No connection <absent>"}"#)
        case ("add", _):
            response.status = 201
            let (host, password) = (pending.text(1) ?? "", pending.text(4) ?? "")
            response.requestBody = Array(#"{"host":"\#(host)","port":9342,"password":"\#(password)"}"#.utf8)
            response.body = json(#"{"status":"Connection created and connected!"}"#)
        case ("delete", _):
            response.status = 200
            response.body = json(#"{"status":"Connection deleted!"}"#)
        default:
            response.status = 200
            response.body = json(connection)
        }
        return response
    }

    private static func method(_ command: String) -> String { ["add": "POST", "delete": "DELETE"][command] ?? "GET" }

    private static func json(_ text: String) -> Response.Body { .bytes(Array(text.utf8)) }

    /// As `show` has it.
    package static let connection =
        #"{"host":"pg-sales-1734","port":9342,"user":"datasentinel","password":"\#(password)","#
        + #""tags":"application=sales,environment=production","connected":false}"#
}
