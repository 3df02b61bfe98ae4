import HTTPTypes

/// Every path that the platform serves.
struct PlatformRoutes: Sendable {
    let all: [Route]

    /// - Parameter control: The control routes; nil to answer 404 on their paths.
    init(version: String, tokens: TokenRoutes, connections: ConnectionRoutes, control: ControlRoutes?) {
        let liveness = livenessHandler(version: version)
        let instance: StaticString = "/ds-api/pool/pg-instances/{name}"
        var routes = [
            Route(.liveness, .get, "/ds-api", liveness),
            Route(.liveness, .get, "/ds-api/", liveness),
            Route(.createToken, .post, "/ds-api/user-token", tokens.create),
            Route(.readToken, .get, "/ds-api/user-token", tokens.describe),
            Route(.add, .post, instance, connections.add),
            Route(.show, .get, instance, connections.show),
            Route(.update, .put, instance, connections.update),
            Route(.delete, .delete, instance, connections.delete),
            Route(.disable, .patch, "/ds-api/pool/pg-instances/{name}/disable", connections.disable),
            Route(.enable, .patch, "/ds-api/pool/pg-instances/{name}/enable", connections.enable),
        ]
        if let control {
            routes += [
                Route(nil, .get, "/local-platform/connections", control.connections),
                Route(nil, .get, "/local-platform/faults", control.faults),
                Route(nil, .post, "/local-platform/faults", control.planFaults),
                Route(nil, .delete, "/local-platform/faults", control.clearFaults),
            ]
        }
        self.all = routes
    }
}

/// Returns the handler of the liveness request. The answer was captured from a real platform (platform-api.md section
/// 2).
private func livenessHandler(version: String) -> Route.Handler {
    let answer = Answer.success(
        body: [
            "status": "OK",
            "message": "Datasentinel backend API up and running",
            "version": .string(version),
        ])
    return { _ in answer }
}
