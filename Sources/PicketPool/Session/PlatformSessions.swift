import PicketHTTP

/// The sessions of an executor's platforms: one for each profile that was used.
struct PlatformSessions {
    /// A list, because searching a few sessions is faster than hashing such keys.
    private var all: [PlatformSession] = []

    /// Returns the session of a profile.
    ///
    /// - Parameter make: Makes the session at its first use. It is given the place of the endpoint's other sessions; nil if
    ///   there are none.
    mutating func session(
        of profile: PlatformProfile, _ make: (PlatformPlace?) -> PlatformSession
    ) -> PlatformSession {
        if let known = all.first(where: { $0.profile == profile }) { return known }
        let made = make(all.first { $0.profile.endpoint == profile.endpoint }?.place)
        all.append(made)
        return made
    }

    /// The number of requests that these sessions began to send.
    var sentCount: Int { all.reduce(0) { $0 + $1.sentCount } }

    /// The number of requests that their clients sent, for whichever session.
    var requestCount: Int { all.reduce(0) { $0 + $1.client.requestCount } }

    /// The number of open connections, including idle ones.
    var openConnections: Int { all.reduce(0) { $0 + $1.client.openConnections } }

    /// Whether a request of any run over these connections waits for its connection or its answer.
    var isBusy: Bool { all.contains { $0.client.isBusy } }

    /// Lets refused logins be tried once more.
    func forgetRefusals() {
        for session in all { session.forgetRefusal() }
    }

    func closeClients() {
        for session in all { session.client.close() }
    }
}

@available(*, unavailable)
extension PlatformSessions: Sendable {}
