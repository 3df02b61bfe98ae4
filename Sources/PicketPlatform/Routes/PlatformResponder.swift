import HTTPTypes
import HummingbirdCore
import NIOCore

/// Finds the route of a request and converts its result to a response. Every error is a JSON object with the single key
/// `error`.
struct PlatformResponder: Sendable {
    let routes: PlatformRoutes
    let faults: FaultPlan
    let bodyLimit: Int
    let strictJSON: Bool
    /// Receives a line about each request. It contains no text from the client, since paths, names, keys and values may
    /// be secrets.
    let log: (@Sendable (String) -> Void)?

    /// - Parameter channel: The socket, which a planned fault may break.
    func respond(to request: Request, on channel: any Channel) async -> Response {
        let path = request.uri.path
        let segments = Route.segments(of: path)
        let here = routes.all.filter { $0.matches(segments) }
        let response = await response(to: request, path: path, segments, here, channel: channel)
        log?("\(Self.shown(request.method)) \(here.first?.shown ?? "(unknown path)") \(response.status.code)")
        return response
    }

    /// Returns a method for the log. A client may send any word.
    private static func shown(_ method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return known.contains(method) ? method.rawValue : "(other method)"
    }

    private func response(
        to request: Request, path: String, _ segments: [Substring], _ here: [Route], channel: any Channel
    ) async -> Response {
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

    /// Answers with the route. An unexpected error becomes a 500, and its text goes neither to the client nor to the
    /// log.
    private func answer(_ exchange: Exchange, by route: Route) async -> Answer {
        do {
            return try await route.handler(exchange)
        } catch let refusal as Refusal {
            return .refusal(refusal)
        } catch {
            log?("error: \(LoggedError.kind(of: error))")
            return .refusal(.internalError("The platform failed to answer the request."))
        }
    }
}
