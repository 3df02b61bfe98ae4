extension HTTPClient {
    /// What is known of the way to the endpoint.
    enum Way {
        /// There is no proxy, or it has let something through.
        case open
        /// Nobody knows what the proxy says: one connection asks it, and the other requests wait.
        case untried
        /// It let nobody through, and would let nobody through again.
        case refuses(TransportFailure)
    }

    /// Only a proxy answers 407, and it has not passed the request on.
    func proxyRefusal(in response: HTTPResponse) -> TransportFailure? {
        guard response.status == 407, endpoint.scheme == .http else { return nil }
        return configuration.proxy?.refusedCredentials
    }

    /// The proxy let something through: more may follow at once.
    func letThrough() {
        guard case .untried = way else { return assertionFailure("only an untried way becomes an open one") }
        way = .open
        openForWaiting()
    }

    /// The proxy let nobody through: all that wait hear of it.
    func failAllWaiting(with refusal: TransportFailure) {
        way = .refuses(refusal)
        while let next = queue.popFirst() { finish(next, with: refusal) }
        for opening in openings {
            opening.cancel()
            if let reserved = opening.reservation, !reserved.isEnded { finish(reserved, with: refusal) }
        }
        openings = []
    }

    /// Lets later requests ask the proxy again.
    package func forgetProxyRefusal() {
        if case .refuses = way { way = .untried }
    }
}
