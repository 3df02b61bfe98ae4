import PicketRuntime

extension Response {
    /// The answer to a `show` as a failure, if it shows no connection and does not prove that there is none.
    var isNoConnection: Response {
        guard failureReason == nil, let status else { return self }
        switch status {
        case 200: return refused("the answer is not a connection")
        case 404: return refused("the answer is not the platform's own, so it proves nothing")
        default: return self
        }
    }

    /// Returns the response as an answer that breaks the API's documentation.
    func refused(_ problem: String) -> Response {
        var response = self
        response.error = problem
        response.failureReason = .badAnswer
        return response
    }
}
