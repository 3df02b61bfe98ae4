import Hummingbird

/// Finds the route of a request and turns whatever comes of it into a response: every error is a JSON object with the one
/// key `error`.
struct PlatformResponder: HTTPResponder {
    let routes: PlatformRoutes
    let faults: FaultPlan
    let bodyLimit: Int
    let strictJSON: Bool
    let log: (@Sendable (String) -> Void)?

    func respond(to request: Request, context: PlatformContext) async throws -> Response {
        let path = request.uri.path
        let response: Response
        do throws(Refusal) {
            response = try await answer(request, path: path, context: context)
        } catch {
            response = Answer.refusal(error).response(withBody: request.method != .head)
        }
        log?("\(request.method.rawValue) \(path) \(response.status.code)")
        return response
    }

    private func answer(
        _ request: Request, path: String, context: PlatformContext
    ) async throws(Refusal) -> Response {
        let segments = Route.segments(of: path)
        let here = routes.all.filter { $0.matches(segments) }
        guard !here.isEmpty else { throw .unknownPath(path) }
        guard let route = here.first(where: { $0.method == request.method }) else {
            throw .wrongMethod(request.method, allowed: here.map(\.method))
        }
        let exchange = Exchange(
            request: request, nameSegment: route.name(in: segments), bodyLimit: bodyLimit, strictJSON: strictJSON)
        guard let fault = faults.take(for: route.operation, name: exchange.nameSegment) else {
            return try await perform(route, exchange).response()
        }
        return try await FaultyAnswer(effect: fault, channel: context.channel).response { () throws(Refusal) in
            try await perform(route, exchange)
        }
    }

    /// An error that no route foresaw is the platform's own: its text is for the log, not for the client.
    private func perform(_ route: Route, _ exchange: Exchange) async throws(Refusal) -> Answer {
        do {
            return try await route.handler(exchange)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            log?("error: \(error)")
            throw .internalError("The platform failed to answer the request.")
        }
    }
}
