package import PicketHTTP
import PicketRuntime

extension HTTPProxy {
    /// Reads `[http://][USER[:PASSWORD]@]HOST[:PORT]`; the port is 1080 where none is written, as in curl.
    ///
    /// - Throws: `EndpointError`.
    package init(parsing text: String) throws(EndpointError) {
        let url = try URLText(text, defaultScheme: "http")
        guard url.scheme == "http" else { throw EndpointError(.unsupportedProxyScheme) }
        guard !url.path.utf8.contains(UInt8(ascii: "@")) else { throw EndpointError(.signInProxyPath) }
        self.init(
            host: url.host, port: url.port ?? 1080,
            authorization: try url.userInfo.map { (info) throws(EndpointError) in try Self.basic(info) })
    }

    /// The proxy that curl would use for an endpoint, from a process environment.
    ///
    /// Lower case wins over upper case, the scheme's own variable over `ALL_PROXY`. `HTTP_PROXY` in upper case is not
    /// read, since a CGI server sets it from a request's `Proxy` field (CVE-2016-5385).
    ///
    /// - Returns: nil where no variable is set (or it is empty) or `NO_PROXY` names the host.
    /// - Throws: `EndpointError` for a variable that holds no proxy, with its name.
    package static func fromEnvironment(
        _ environment: [String: String], for endpoint: HTTPEndpoint
    ) throws(EndpointError) -> HTTPProxy? {
        let own = endpoint.scheme == .https ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        let names = own + ["all_proxy", "ALL_PROXY"]
        guard let variable = names.first(where: { environment[$0]?.isEmpty == false }),
            let value = environment[variable]
        else { return nil }
        if exceptions(environment).list.contains(endpoint.host, port: endpoint.port) { return nil }
        do throws(EndpointError) {
            return try HTTPProxy(parsing: value)
        } catch {
            throw EndpointError(error.problem, inVariable: variable)
        }
    }

    /// The hosts that are reached directly, and the variable that says so.
    package static func exceptions(_ environment: [String: String]) -> (list: ProxyExceptions, variable: String) {
        let variable = environment["no_proxy"] == nil ? "NO_PROXY" : "no_proxy"
        return (ProxyExceptions(environment[variable] ?? ""), variable)
    }

    private static func basic(_ userInfo: String) throws(EndpointError) -> String {
        let parts = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = PercentEncoding.decoded(parts[0].utf8),
            let password = PercentEncoding.decoded((parts.count > 1 ? parts[1] : "").utf8)
        else {
            throw EndpointError(.invalidPercentEncoding)
        }
        return BasicCredentials.headerValue(user: user, password: password)
    }
}
