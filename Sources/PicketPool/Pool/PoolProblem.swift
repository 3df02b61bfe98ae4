public import Picket

/// Why a pool cannot be used as it was configured.
public struct PoolProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The part of the configuration that is at fault.
    public enum Kind: Sendable {
        /// The text is not the address of a platform.
        case address
        /// The user's name, the password or the token cannot be sent.
        case credentials
        /// The certificates or the key cannot be used.
        case tls
        /// The text is not the address of a proxy.
        case proxy
        /// A value of the options is out of its range.
        case options
        /// The process has no room for another event loop.
        case system
    }

    /// What is at fault.
    public let kind: Kind
    /// One phrase in lower case. It repeats no password, token or key.
    public let message: String

    init(_ kind: Kind, _ message: String) { (self.kind, self.message) = (kind, message) }

    /// The message.
    public var description: String { message }
}

extension DiagnosticCode {
    /// The pool of a run is closed or closing.
    public static let poolClosed: DiagnosticCode = "pool-closed"
    /// A program was compiled for another pool.
    public static let anotherPool: DiagnosticCode = "another-pool"
    /// The journal of a run cannot be opened, or belongs to another run.
    public static let journalRefused: DiagnosticCode = "journal-refused"

    /// The codes of runs over a pool.
    package static let ofPool: [DiagnosticCode] = [.poolClosed, .anotherPool, .journalRefused]
}
