/// Why the text of a URL is not an endpoint or a proxy.
package struct EndpointError: Error, Hashable, Sendable {
    /// The problem. Its text may contain a password, which a message must hide.
    package enum Problem: Hashable, Sendable {
        case missingScheme(in: String)
        /// The text before `://`.
        case unsupportedScheme(String)
        case unexpectedCredentials
        case unexpectedQuery(in: String)
        /// The host; empty for a URL without one.
        case invalidHost(String)
        /// The text after the host's colon. It may be a password whose `@HOST` is missing.
        case invalidPort(String)
        case invalidPath(String)
        case signInProxyPath
        case unsupportedProxyScheme
        case invalidPercentEncoding
    }

    package let problem: Problem
    /// The environment variable that contains the text; nil for another source.
    package let variable: String?

    package init(_ problem: Problem, inVariable variable: String? = nil) {
        self.problem = problem
        self.variable = variable
    }
}

extension EndpointError: CustomStringConvertible {
    /// A fixed text, since the URL may contain a password.
    package var description: String { "a URL that cannot be used" }
}
