import ArgumentParser

/// The platform and the credentials. No option takes a secret itself, since everyone on the machine can read arguments.
struct PlatformOptions: Equatable {
    var platform: String?
    var store: String?
    var user: String?
    var passwordEnv: String?
    var passwordFile: String?
    var tokenEnv: String?
    var tokenFile: String?
    var insecure = false
    var cacert: String?
    var cert: String?
    var key: String?
    var proxy: String?
    var connectTimeout: String?
    var timeout: String?
    var settleTimeout: String?
    var resendAfter: String?
    var retries: Int?
    var rate: String?
}

/// The command line options for these values.
struct PlatformArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A platform's URL, a profile, or `local`: an embedded one for this run alone.",
            valueName: "URL|PROFILE|local"))
    var platform: String?

    @Option(help: ArgumentHelp("Where `--platform local` keeps its connections.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("The user to log in as.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("The environment variable that holds the password.", valueName: "name"))
    var passwordEnv: String?

    @Option(help: ArgumentHelp("The file that holds the password; only you may read it.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("The environment variable that holds a token.", valueName: "name"))
    var tokenEnv: String?

    @Option(help: ArgumentHelp("The file that holds a token; only you may read it.", valueName: "file"))
    var tokenFile: String?

    @Flag(name: [.customShort("k"), .long], help: "Do not check the platform's certificate.")
    var insecure = false

    @Option(help: ArgumentHelp("Trust the authorities in this PEM file instead of the system's.", valueName: "file"))
    var cacert: String?

    @Option(help: ArgumentHelp("A client certificate (PEM).", valueName: "file"))
    var cert: String?

    @Option(help: ArgumentHelp("The client certificate's key (PEM), if it is not in the same file.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("The proxy to use; the usual *_PROXY variables apply, too.", valueName: "url"))
    var proxy: String?

    @Option(help: ArgumentHelp("The longest time to connect, such as 5s.", valueName: "duration"))
    var connectTimeout: String?

    @Option(
        help: ArgumentHelp(
            "The longest time for a request, or for a wait before one, such as 30s.", valueName: "duration"))
    var timeout: String?

    @Option(
        help: ArgumentHelp(
            "How long to look for the effect of a write whose answer was lost (default: 60s).", valueName: "duration"))
    var settleTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait before a write that timed out is sent again (default: 10s).", valueName: "duration"))
    var resendAfter: String?

    @Option(help: ArgumentHelp("How often to repeat a request if no answer comes (default: 3).", valueName: "count"))
    var retries: Int?

    @Option(help: ArgumentHelp("The highest number of requests per second, such as 50/s.", valueName: "N/s"))
    var rate: String?

    var options: PlatformOptions {
        PlatformOptions(
            platform: platform, store: store, user: user, passwordEnv: passwordEnv, passwordFile: passwordFile,
            tokenEnv: tokenEnv, tokenFile: tokenFile, insecure: insecure, cacert: cacert, cert: cert, key: key,
            proxy: proxy, connectTimeout: connectTimeout, timeout: timeout, settleTimeout: settleTimeout,
            resendAfter: resendAfter, retries: retries, rate: rate)
    }
}
