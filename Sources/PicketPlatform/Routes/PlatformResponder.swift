import HTTPTypes
import Hummingbird
import NIOCore

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
        let response = await response(to: request, path: path, channel: context.channel)
        log?("\(request.method.rawValue) \(path) \(response.status.code)")
        return response
    }

    private func response(to request: Request, path: String, channel: any Channel) async -> Response {
        let segments = Route.segments(of: path)
        let here = routes.all.filter { $0.matches(segments) }
        guard let route = here.first(where: { $0.method == request.method }) else {
            return refusal(of: request, path: path, allowed: here.map(\.method))
        }
        let exchange = Exchange(
            request: request, nameSegment: route.name(in: segments), bodyLimit: bodyLimit, strictJSON: strictJSON)
        guard let fault = faults.take(for: route.operation, name: exchange.nameSegment) else {
            return await answer(exchange, by: route).response()
        }
        return await FaultyAnswer(effect: fault, channel: channel).response {
            await answer(exchange, by: route)
        }
    }

    private func refusal(of request: Request, path: String, allowed: [HTTPRequest.Method]) -> Response {
        let refusal: Refusal =
            allowed.isEmpty ? .unknownPath(path) : .wrongMethod(request.method, allowed: allowed)
        return Answer.refusal(refusal).response(withBody: request.method != .head)
    }

    /// An error that no route foresaw is the platform's own: its text is for the log, not for the client.
    private func answer(_ exchange: Exchange, by route: Route) async -> Answer {
        do {
            return try await route.handler(exchange)
        } catch let refusal as Refusal {
            return .refusal(refusal)
        } catch {
            log?("error: \(error)")
            return .refusal(.internalError("The platform failed to answer the request."))
        }
    }
}
