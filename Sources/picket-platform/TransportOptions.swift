import ArgumentParser
import PicketPlatform

struct TransportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Certificate chain in PEM; by default a generated one.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Private key of --tls-cert in PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Serve plain HTTP.")
    var http = false

    func validate() throws {
        if (tlsCert == nil) != (tlsKey == nil) { throw ValidationError("--tls-cert and --tls-key go together") }
        if http, tlsCert != nil { throw ValidationError("--http serves without a certificate") }
    }

    func apply(to configuration: inout PlatformConfiguration) throws {
        if http { configuration.transport = .http }
        if let tlsCert, let tlsKey { configuration.transport = .https(certificateFile: tlsCert, keyFile: tlsKey) }
    }
}
