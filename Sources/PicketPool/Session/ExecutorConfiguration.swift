package import NIOCore
package import PicketHTTP
package import PicketRuntime

/// How an `Executor` reaches platforms.
package struct ExecutorConfiguration {
    /// The platform that commands use until `use` names another; nil for none.
    package var platform: PlatformProfile?
    /// Finds the platform of `use URL` or `use PROFILE`.
    package var resolve: (String) -> Result<PlatformProfile, PlatformProblem> = { name in
        do throws(EndpointError) {
            return .success(PlatformProfile(endpoint: try HTTPEndpoint(parsing: name)))
        } catch {
            return .failure(PlatformProblem(error.message))
        }
    }
    /// The bound of one request, from its turn to its complete answer, and of any one wait between two requests.
    package var requestTimeout: TimeAmount = .seconds(30)
    /// The bound of all requests that settle one doubt about a write.
    package var settleTimeout: TimeAmount = .seconds(60)
    package var connectTimeout: TimeAmount = .seconds(10)
    /// The highest number of connections to one platform.
    package var connectionLimit = 64
    /// Requests per second, evenly spaced; nil for no limit.
    package var requestsPerSecond: Double?
    package var retryPolicy = RetryPolicy()
    /// How messages name what can be changed.
    package var voice: Voice {
        get { retryPolicy.voice }
        set { retryPolicy.voice = newValue }
    }
    /// Creates the transport to an endpoint; nil for the network. A simulation replaces it.
    package var transport: ((HTTPEndpoint, any EventLoop) -> any HTTPTransport)?
    /// Is called with each line about what is sent and received; nil for none.
    package var onVerboseLine: ((Shown<String>) -> Void)?
    /// Is called when the answer to a write was lost, with the decision about it; nil for none.
    package var onNotice: ((Notice) -> Void)?
    /// Is called with what a user should know, before the first request to a platform; nil for none.
    package var onWarning: ((PlatformWarning) -> Void)?

    /// Whether the next run on the same executor may try a refused login again, because a person may have corrected the
    /// problem meanwhile. It is false for a file that feeds the prompt.
    package var forgetsRefusedLogins = true

    /// Whether a command other than `add` may be about a connection that an `add` of the same executor set up. If not, no
    /// read ever needs to be compared with what the run added.
    package var remembersAdditions = true

    /// Whether the latest write is remembered with the state before it, so that it can be undone.
    package var remembersWrites = false
    /// Whether the tally keeps each change by name.
    package var keepsChanges = false
    /// Whether runs read but only plan their writes; see `Executor.plan`.
    package var onlyPlans = false
    /// Is called with each line of a shell script of equivalent curl commands, with secrets as variables; nil for none.
    package var onCurlLine: ((Shown<String>) -> Void)?
    /// Records writes and answers of one run; nil for none.
    package var journal: Journal?
    /// Returns the journal that begins with a write, nil for a write that needs none, or throws why the write must not be
    /// sent. It is asked while there is no journal; nil for a run whose journal cannot begin later.
    package var journalForWrite: ((PendingWrite) throws(JournalProblem) -> Journal?)?
    /// Is called with what a user should know about the run as a whole; nil for none.
    package var onRemark: ((Shown<String>) -> Void)?
    /// Whether `ensure` leaves alone a field of an existing connection that the platform does not show.
    package var skipsUnshown = false

    package init(platform: PlatformProfile? = nil) {
        self.platform = platform
    }
}
