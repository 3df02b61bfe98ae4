import PicketRuntime
import PicketSyntax

extension CommandReport {
    /// Headers whose value lets a reader act as somebody else.
    private static let credentialHeaders: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "user-token",
    ]

    /// Headers whose value is a URL.
    private static let addressHeaders: Set<String> = ["location", "content-location"]

    init(_ exchange: Exchange, at time: Int64, sources: inout SourceLibrary) {
        let response = exchange.response
        self.init(
            name: exchange.command, place: sources.linePlace(exchange.location),
            start: max(0, time - response.duration), duration: response.duration, status: response.status)
        request = response.request
        requestBody = exchange.requestBody
        headers = response.headers.map { header in
            let name = header.name.lowercased()
            if CommandReport.addressHeaders.contains(name) {
                return Header(name: header.name, value: ShownURL.text(header.value))
            }
            let isCredential = CommandReport.credentialHeaders.contains(name)
            return Header(name: header.name, value: isCredential ? Mask.text : header.value)
        }
        responseBody = exchange.responseBody
        error = response.error ?? ""
        change = response.change ?? ""
        isSuccess = exchange.isSuccess
    }
}
