/// Why the text of a URL is no endpoint or proxy.
package struct EndpointError: Error, Hashable, Sendable {
    /// What is wrong. The text that comes with it may hold a password: whoever makes a message of it hides that.
    package enum Problem: Hashable, Sendable {
        case missingScheme(in: String)
        /// What stands before `://`.
        case unsupportedScheme(String)
        case unexpectedCredentials
        case unexpectedQuery(in: String)
        /// Empty for a URL that names no host.
        case invalidHost(String)
        /// What stands behind the host's colon. It may be a password whose `@HOST` is missing.
        case invalidPort(String)
        case invalidPath(String)
        case signInProxyPath
        case unsupportedProxyScheme
        case invalidPercentEncoding
    }

    package let problem: Problem
    /// The environment variable that holds the text; nil for another place.
    package let variable: String?

    package init(_ problem: Problem, inVariable variable: String? = nil) {
        self.problem = problem
        self.variable = variable
    }
}

extension EndpointError: CustomStringConvertible {
    /// Nothing of the text, which may hold a password.
    package var description: String { "a URL that cannot be used" }
}
