import PicketSyntax

/// The latest response, and the parts that a script has read.
package struct LastResponse {
    /// Nil for a command that was executed immediately; such a response has only a body.
    private let held: HeldResponse?
    /// The command's index in the table.
    let command: Int
    /// Whether the answer is unknown.
    let isAssumed: Bool
    /// The decoded body, after the first read.
    var bodyCell: Cell?

    /// Boxed, because responses are large, and every block that restores one copies it.
    private final class HeldResponse {
        let response: Response

        init(_ response: consuming Response) { self.response = response }
    }

    init(_ response: consuming Response, command: Int) {
        isAssumed = response.isAssumed
        held = HeldResponse(response)
        self.command = command
    }

    init(body: Cell, command: Int) {
        held = nil
        isAssumed = false
        bodyCell = body
        self.command = command
    }

    /// The fields that `$last` and `as NAME` may have, for completion.
    package static let fields = [
        "status", "body", "headers", "duration", "error", "command", "change", "fields", "note",
    ]

    package var response: Response { held?.response ?? .value(bodyCell?.value ?? .null) }
}

extension Machine {
    /// The body as a value, as parsed on arrival: JSON, or a string. Secret fields are tainted.
    func body() -> Cell {
        guard let latest = last else { return .missing }
        if let cell = latest.bodyCell { return cell }
        let cell = latest.response.received.map { entered($0.value) } ?? .null
        cell.markShared()
        last?.bodyCell = cell
        return cell
    }

    /// The part of the latest response that a subject of an expectation reads.
    func subject(_ code: UInt8) throws(Failure) -> Cell {
        guard let response = last?.response else { throw noResponseYet() }
        switch ResponseSubject(rawValue: code) {
        case .status: return response.status.map { Cell(Int64($0)) } ?? .null
        case .body: return body()
        case .header: return headers(response)
        case .tags: return try tags()
        case .duration: return Cell(nanoseconds: response.duration)
        case .error, nil: return response.error.map { heap.state.pointee.text($0) } ?? .null
        }
    }

    /// Header names in lower case. The values of a repeated header are joined by commas (RFC 9110, section 5.3).
    private func headers(_ response: Response) -> Cell {
        let map = heap.state.pointee.map(capacity: response.headers.count)
        for header in response.headers {
            let name = heap.state.pointee.text(header.name.lowercased())
            var value = header.value
            if let known = heap.state.pointee.value(of: name, in: map) { value = known.string + ", " + value }
            let isSecret = commands.secretFields.contains(header.name)
            if isSecret { hide(value) }
            heap.state.pointee.set(name, to: heap.state.pointee.text(value).tainted(isSecret), in: map)
        }
        if !response.headers.isEmpty { heap.state.pointee.setHeaders(map) }
        return map
    }

    private func tags() throws(Failure) -> Cell {
        let body = body()
        guard body.kind == CellKind.map,
            let tags = heap.state.pointee.value(of: heap.state.pointee.text("tags"), in: body)
        else { return .missing }
        return tags.isText ? try tagsMap(tags) : tags
    }

    /// The latest response as a map, for `$last` and `as NAME`.
    func responseMap() throws(Failure) -> Cell {
        guard let latest = last else { throw noResponseYet() }
        let map = heap.state.pointee.map(capacity: 8)
        func set(_ name: String, _ cell: Cell) {
            assert(LastResponse.fields.contains { $0.hasBytes(of: name) }, "editors offer each field")
            heap.state.pointee.set(heap.state.pointee.text(name), to: cell, in: map)
        }
        let response = latest.response
        let (answer, isAssumed) = (body(), response.isAssumed)
        let nothing: Cell = isAssumed ? .unknown : .null
        set("status", response.status.map { Cell(Int64($0)) } ?? nothing)
        set("body", answer.kind == CellKind.null ? nothing : answer)
        set("headers", isAssumed ? nothing : headers(response))
        set("duration", isAssumed ? nothing : Cell(nanoseconds: response.duration))
        set("error", response.error.map { heap.state.pointee.text($0) } ?? nothing)
        set("command", heap.state.pointee.text(commands.commands[latest.command].name))
        if let change = response.change { set("change", heap.state.pointee.text(change)) }
        if let fields = response.fields {
            let list = heap.state.pointee.list(capacity: fields.count)
            for field in fields { heap.state.pointee.append(heap.state.pointee.text(field), to: list) }
            set("fields", list)
        }
        if let note = response.note { set("note", heap.state.pointee.text(note)) }
        return map
    }
}
