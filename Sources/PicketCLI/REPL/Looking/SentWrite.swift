import PicketPool
import PicketRuntime
import PicketSyntax

/// A write that a line has sent: where it stands, and what came of it.
struct SentWrite: Sendable {
    let location: SourceLocation
    /// The request and its status.
    let text: String

    /// nil for a command that only read, or that found nothing to change.
    init?(_ exchange: Exchange) {
        let response = exchange.response
        guard ConnectionAPI.commands[exchange.command]?.isWrite == true,
            response.change?.hasBytes(of: "unchanged") != true
        else { return nil }
        let method = response.request.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard !method.isEmpty, !method.elementsEqual("GET".utf8), !method.elementsEqual("HEAD".utf8) else { return nil }
        location = exchange.location
        text = "\(response.request): \(response.status.map { "\($0)" } ?? "no answer")"
    }
}
