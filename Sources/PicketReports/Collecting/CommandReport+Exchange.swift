import PicketRuntime

extension CommandReport {
    init(_ exchange: Exchange, at time: Int64, sources: inout SourceLibrary) {
        let response = exchange.response
        self.init(
            name: exchange.command, place: sources.linePlace(exchange.location),
            start: max(0, time - response.duration), duration: response.duration, status: response.status)
        request = response.request
        requestBody = exchange.requestBody
        headers = response.headers
        responseBody = exchange.responseBody
        error = response.error ?? ""
        change = response.change ?? ""
        isSuccess = exchange.isSuccess
    }
}
