package import NIOCore
package import PicketHTTP
package import PicketRuntime

/// How an `Executor` reaches platforms.
package struct ExecutorConfiguration {
    /// The platform that commands talk to until `use` names another; nil for none.
    package var platform: PlatformProfile?
    /// Finds the platform of `use URL` or `use PROFILE`.
    package var resolve: (String) -> Result<PlatformProfile, PlatformProblem> = { name in
        do throws(EndpointError) {
            return .success(PlatformProfile(endpoint: try HTTPEndpoint(parsing: name)))
        } catch {
            return .failure(PlatformProblem(error.message))
        }
    }
    /// For one request, from its turn to its complete answer, and for any one wait between two.
    package var requestTimeout: TimeAmount = .seconds(30)
    /// For all that settles one doubt about a write.
    package var settleTimeout: TimeAmount = .seconds(60)
    package var connectTimeout: TimeAmount = .seconds(10)
    /// Connections to one platform at once.
    package var connectionLimit = 64
    /// Requests in a second, evenly spaced; nil for no limit.
    package var requestsPerSecond: Double?
    package var retryPolicy = RetryPolicy()
    /// Makes what takes requests to an endpoint; nil for the network. A simulation has one of its own.
    package var transport: ((HTTPEndpoint, any EventLoop) -> any HTTPTransport)?
    /// Is called with each line of what is sent and received; nil for none.
    package var onVerboseLine: ((Shown<String>) -> Void)?
    /// Is called when the answer to a write was lost, with what was decided; nil for nobody.
    package var onNotice: ((Notice) -> Void)?
    /// Is called with what a user should know, before the first request to a platform; nil for nobody.
    package var onWarning: ((PlatformWarning) -> Void)?

    /// Whether a login that was refused is tried again by the next run on the same executor: a person may have had it
    /// mended meanwhile. A file that feeds the prompt has not.
    package var forgetsRefusedLogins = true

    /// Whether the tally keeps each change by name.
    package var keepsChanges = false
    /// Reads, but only plans writes: see `Executor.plan`.
    package var onlyPlans = false
    /// Is called with each line of a shell script of curl commands that do the same, secrets as variables; nil for none.
    package var onCurlLine: ((Shown<String>) -> Void)?
    /// Where writes and answers are kept; it serves one run. nil for none.
    package var journal: Journal?
    /// Is called with what a user should know of the run, and of no single request; nil for nobody.
    package var onRemark: ((Shown<String>) -> Void)?
    /// Whether `ensure` leaves a field alone that the platform does not show, if the connection is there.
    package var skipsUnshown = false

    package init(platform: PlatformProfile? = nil) {
        self.platform = platform
    }
}
