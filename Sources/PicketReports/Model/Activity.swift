package import PicketRuntime

/// Something that happened in a case.
package indirect enum Activity: Sendable, Equatable {
    case step(StepReport)
    case command(CommandReport)
    /// An expectation that held.
    case held(Place)
    case failure(FailureReport)
    /// A failed attempt of `within` or `retry` that was followed by another.
    case attempt(FailureReport, at: Int64)
    /// Lines of `print`.
    case output(String)
}

/// A `step`.
package struct StepReport: Sendable, Equatable {
    package var name: String
    package var place: Place
    package var isFailed = false
    package var start: Int64
    package var duration: Int64 = 0
    package var activities: [Activity] = []

    package init(name: String, place: Place, start: Int64) {
        self.name = name
        self.place = place
        self.start = start
    }
}

/// A command, its request and its response.
package struct CommandReport: Sendable, Equatable {
    package var name: String
    package var place: Place
    package var start: Int64
    package var duration: Int64
    /// The request line; empty for a command that sends none.
    package var request: String
    /// The request body; null for none. Bodies stay values until they are written, so that secrets are hidden before
    /// escaping and cutting.
    package var requestBody: Value
    package var status: Int?
    package var headers: [Response.Header]
    package var responseBody: Value
    /// Why there is no response; empty if there is one.
    package var error: String
    /// What `ensure` and `remove` did; empty for other commands.
    package var change: String
    /// Whether the response is a success as the command documents it.
    package var isSuccess: Bool

    package init(name: String, place: Place, start: Int64 = 0, duration: Int64 = 0, status: Int? = nil) {
        self.name = name
        self.place = place
        self.start = start
        self.duration = duration
        self.status = status
        request = ""
        requestBody = .null
        headers = []
        responseBody = .null
        error = ""
        change = ""
        isSuccess = true
    }
}
