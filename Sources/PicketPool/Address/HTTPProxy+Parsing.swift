package import PicketHTTP
import PicketRuntime

extension HTTPProxy {
    /// Parses `[http://][USER[:PASSWORD]@]HOST[:PORT]`. The port is 1080 if none is written, as in curl.
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

    /// The proxy that curl would use for an endpoint, according to the environment of a process.
    ///
    /// A variable in lower case wins over upper case, the scheme's own variable wins over `ALL_PROXY`. `HTTP_PROXY` in
    /// upper case is not read, since a CGI server sets it from the `Proxy` field of a request (CVE-2016-5385).
    ///
    /// - Returns: nil if no variable is set, or it is empty, or `NO_PROXY` names the host.
    /// - Throws: `EndpointError`, with the name of the variable, if its value is not a proxy.
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

    /// The hosts that are reached without a proxy, and the name of the variable that lists them.
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
