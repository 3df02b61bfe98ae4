extension HTTPClient {
    /// What is known about the way to the endpoint.
    enum Way {
        /// There is no proxy, or it has let something through.
        case open
        /// The proxy is untested: one connection tries it, and the other requests wait.
        case untried
        /// The proxy refused the credentials, and would refuse them again.
        case refuses(TransportFailure)
    }

    /// Returns the failure for an answer of 407, which only a proxy sends, and which means that it did not forward the
    /// request.
    func proxyRefusal(in response: HTTPResponse) -> TransportFailure? {
        guard response.status == 407, endpoint.scheme == .http else { return nil }
        return configuration.proxy?.refusedCredentials(configuration.voice)
    }

    /// Opens the way after the proxy let something through.
    func letThrough() {
        guard case .untried = way else { return assertionFailure("only an untried way becomes an open one") }
        way = .open
        openForWaiting()
    }

    /// Fails all waiting requests after the proxy refused the credentials.
    func failAllWaiting(with refusal: TransportFailure) {
        way = .refuses(refusal)
        while let next = queue.popFirst() { finish(next, with: refusal) }
        for opening in openings {
            opening.cancel()
            if let reserved = opening.reservation, !reserved.isEnded { finish(reserved, with: refusal) }
        }
        openings = []
    }

    /// Lets later requests try the proxy again.
    package func forgetProxyRefusal() {
        if case .refuses = way { way = .untried }
    }
}
