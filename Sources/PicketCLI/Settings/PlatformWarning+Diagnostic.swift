import PicketHTTP
import PicketPool
import PicketSyntax

extension PlatformWarning {
    var diagnostic: Diagnostic {
        switch self {
        case .plainHTTP(let endpoint):
            Diagnostic(
                code: .plainHTTP, severity: .warning,
                message: "password and token go to `\(endpoint)` unencrypted: anyone on the network path can read them",
                at: nil,
                help: "use `https://…`; for a platform that has no certificate, reach it through `ssh -L` on loopback")
        case .uselessException(let entry, let variable):
            Diagnostic(
                code: .uselessException, severity: .warning,
                message: "`\(ShownURL.text(entry))` in `\(variable)` matches no host, so the proxy is used", at: nil,
                help: "an entry is a host, a domain such as `.example.com`, an address, a block such as `10.0.0.0/8`, "
                    + "or `*` alone")
        }
    }
}
