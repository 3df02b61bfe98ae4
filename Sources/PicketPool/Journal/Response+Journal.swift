import PicketRuntime
import PicketSyntax

extension Response {
    /// The response of an `answer`.
    init(journaled event: JSONMembers, _ hidden: HiddenPlaces, _ secrets: SecretStore) {
        let fill = HiddenPlaces.Filling(event["hidden"], hidden)
        let status = event.integer("status").map { Int($0) }
        if let text = event.text("text") {
            let bytes = Array(fill("/text", text).utf8)
            // A text stays a text, even if it could be parsed as JSON.
            self.init(
                status: status, body: .bytes(bytes),
                received: ReceivedBody(bytes, type: "text/plain", secrets: secrets))
        } else if let value = event["body"] {
            let value = fill("/body", value)
            self.init(status: status, body: .value(value), received: ReceivedBody(value, secrets: secrets))
        } else {
            self.init(status: status)
        }
        if case .map(let fields)? = event["headers"] {
            headers = zip(fields.keys, fields.values).map { name, value in
                Header(
                    fill(HiddenPlaces.place(of: name, in: "/headers"), name),
                    fill(HiddenPlaces.place(of: name, in: "/headers"), value.text ?? ""))
            }
        }
        duration = event.integer("duration") ?? duration
        change = event.text("change")
        if case .list(let names)? = event["fields"] { fields = names.compactMap(\.text) }
        error = event.text("error").map { fill("/error", $0) }
        failureReason = event.text("trouble").flatMap { name in
            FailureReason.allCases.first { $0.code.rawValue.utf8.elementsEqual(name.utf8) }
        }
        request = event.text("request") ?? ""
        note = "answered from the journal" + (event.text("note").map { ": \($0)" } ?? "")
        if event.holds("kept", "nothing") {
            add(note: "the journal does not keep a body that is bytes: it is null here")
        }
    }
}
