/// How messages name what their reader can change: the options of a command line, or the parameters of a library.
package enum Voice: Sendable {
    case commandLine, library

    /// The time limit of a request.
    package var timeout: String { self == .commandLine ? "`--timeout`" : "`PoolOptions.timeout`" }
    /// The time limit of opening a connection.
    package var connectTimeout: String { self == .commandLine ? "`--connect-timeout`" : "`PoolOptions.connectTimeout`" }
    /// The time limit of settling a doubt.
    package var settleTimeout: String { self == .commandLine ? "`--settle-timeout`" : "`PoolOptions.settleTimeout`" }
    /// The time limit of the run.
    package var deadline: String { self == .commandLine ? "`--deadline`" : "`RunOptions.deadline`" }
    /// The number of requests a second.
    package var rate: String { self == .commandLine ? "`--rate`" : "`PoolOptions.rate`" }
    /// What to do with a field that the platform does not show.
    package var skipsUnshown: String { self == .commandLine ? "`--unshown skip`" : "`PoolOptions.skipsUnshown`" }
    /// Where the user and the password of a platform are given.
    package var credentials: String { self == .commandLine ? "`--user`, `--password-env`" : "`PoolCredentials`" }

    /// How to give a second platform its credentials.
    package var otherCredentials: String {
        self == .commandLine ? "give it a profile" : "name it in `PoolOptions.platforms`"
    }

    /// How to trust an authority.
    var authorities: String { self == .commandLine ? "`--cacert FILE`" : "`PoolTLS.authorities`" }
    /// How to trust any server.
    var anyServer: String { self == .commandLine ? "`--insecure`" : "`PoolTLS.unchecked`" }
    /// How to give the client a certificate.
    var clientCertificate: String { self == .commandLine ? "`--cert FILE` and `--key FILE`" : "`PoolTLS.presenting`" }
    /// The same without the files.
    var clientIdentity: String { self == .commandLine ? "`--cert`, `--key`" : "`PoolTLS.presenting`" }
    /// How to give the key of that certificate.
    var clientKey: String { self == .commandLine ? "`--key FILE`" : "`keyFile`" }
    /// Where the URL of a proxy is written.
    var proxy: String { self == .commandLine ? "in `--proxy` or the environment" : "in `PoolPlatform`" }

    /// Returns an option in parentheses after a file that it names; nothing in a library, whose host knows what it gave.
    func source(_ option: String) -> String { self == .commandLine ? " (\(option))" : "" }
}
