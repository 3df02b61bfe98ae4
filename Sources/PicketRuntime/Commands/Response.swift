package import PicketSyntax

/// The response to a command.
public struct Response: Sendable {
    /// The body of a response.
    public enum Body: Sendable {
        /// There is none.
        case none
        /// The bytes as received: JSON, or any other text.
        case bytes([UInt8])
        /// A value, as a body of the host answers.
        indirect case value(Value)
    }

    /// One header. Scripts find it by its name in any case.
    public struct Header: Sendable, Equatable {
        /// The name as it was received.
        public var name: String
        /// The value as it was received.
        public var value: String

        /// Creates a header.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The reason why a command did not succeed, beyond its status.
    public enum FailureReason: Sendable, Equatable, CaseIterable {
        /// No response came: unreachable, TLS, time-out.
        case noResponse
        /// A `login` failed, or there are no credentials.
        case login
        /// The platform refused the login before the command. Every other command would fail too.
        case refusedLogin
        /// The command could not be executed: an argument is invalid, or the host's body failed.
        case failed
        /// No platform is configured; nothing was sent.
        case notConfigured
        /// The platform's user or password is not available, or its configuration cannot be used, so every other
        /// command would fail too. Nothing was sent.
        case noCredentials
        /// The status is a success, but the body contradicts it or differs from the API's documentation.
        case badAnswer
        /// The answer to a write was lost, and its effect is unknown.
        case unknownEffect
        /// The platform asks for a longer wait than the run allows.
        case gaveUp
        /// The run's journal does not match, or cannot be written.
        case journal
        /// An earlier run sent the command. Its effect is unknown and cannot be read back.
        case unsettled
        /// The command was not sent, because an earlier write of unknown effect must be settled first.
        case withheld

        /// The code of the failure.
        package var code: DiagnosticCode {
            switch self {
            case .noResponse: return .noResponse
            case .login, .refusedLogin: return .loginFailed
            case .failed: return .commandFailed
            case .notConfigured: return .noPlatform
            case .noCredentials: return .noCredentials
            case .badAnswer: return .badAnswer
            case .unknownEffect: return .unknownEffect
            case .gaveUp: return .gaveUp
            case .journal: return .journalTrouble
            case .unsettled, .withheld: return .unsettledWrite
            }
        }

        /// The kind of the failure.
        var kind: Failure.Kind {
            switch self {
            case .noResponse, .login, .gaveUp: return .noResponse
            case .failed, .notConfigured, .badAnswer, .unknownEffect: return .command
            case .refusedLogin, .noCredentials: return .login
            case .journal, .unsettled, .withheld: return .journal
            }
        }

        /// The text beside the caret.
        var label: String {
            switch self {
            case .noResponse: return "no response"
            case .login, .refusedLogin: return "could not log in"
            case .failed: return "failed"
            case .notConfigured: return "no platform"
            case .noCredentials: return "nothing was sent"
            case .badAnswer: return "invalid answer"
            case .unknownEffect: return "the effect of this is unknown"
            case .gaveUp: return "the wait is too long"
            case .journal: return "the journal does not allow it"
            case .unsettled: return "not sent again"
            case .withheld: return "not sent"
            }
        }
    }

    /// Whether the response is a success of the command. A response without a status, as from a host's body, is a
    /// success.
    func isSuccess(of command: Command) -> Bool {
        failureReason == nil && error == nil && (status == nil || command.success.accepts(status))
    }

    /// Whether the next statement expects this response. A statement that reads the status accepts any response that
    /// arrived; only one that reads `error` accepts that none arrived. Trouble that prevents sending is never expected.
    func isExpected(by statement: ExpectedAnswer) -> Bool {
        switch failureReason {
        case nil, .badAnswer: return statement != .success
        // Without a status nothing was sent.
        case .gaveUp: return status == nil ? statement == .error : statement != .success
        case .noResponse, .unknownEffect: return statement == .error
        case .login: return statement != .success && status != nil
        case .failed, .notConfigured, .noCredentials, .refusedLogin, .journal, .unsettled, .withheld:
            return false
        }
    }

    /// The HTTP status; nil if no response came, or if the command has none.
    public var status: Int?
    /// The parts that a plain answer lacks; nil for none. A response is moved often, and these are most of its size.
    private var extras: Extras?
    /// The status of a failed login before the command; nil if no login failed, or if no response came.
    package var loginStatus: Int? {
        get { extras?.loginStatus }
        set { setExtra(newValue != nil) { $0.loginStatus = newValue } }
    }
    /// The headers in their order; empty if the command has none.
    public var headers: [Header] = []
    /// The body. A script reads it as `$last.body`.
    public var body: Body = .none {
        didSet { received = nil }
    }
    /// The parsed body; nil if there is none, or if a machine has not yet taken a host's body.
    package private(set) var received: ReceivedBody?
    /// In nanoseconds.
    public var duration: Int64 = 0
    /// One sentence that explains why there is no reliable response; nil if there is one.
    public var error: String? {
        get { extras?.error }
        set { setExtra(newValue != nil) { $0.error = newValue } }
    }
    /// The reason why the command failed, beyond its status; nil if it did not.
    public var failureReason: FailureReason? {
        get { extras?.failureReason }
        set { setExtra(newValue != nil) { $0.failureReason = newValue } }
    }
    /// The error that the host's body threw; nil if it threw none.
    package var thrown: ThrownError? {
        get { extras?.thrown }
        set { setExtra(newValue != nil) { $0.thrown = newValue } }
    }
    /// What the user can do, where the help of the failureReason does not fit; nil where it does.
    package var help: String? {
        get { extras?.help }
        set { setExtra(newValue != nil) { $0.help = newValue } }
    }
    /// The request line, without secrets, for what is shown of a failure.
    public var request: String = ""
    /// The body that was sent, including its secrets. Events hide them.
    public var requestBody: [UInt8] {
        get { sent?.bytes ?? [] }
        set { sent = newValue.isEmpty ? nil : SentBytes(newValue) }
    }
    /// The body that was sent, with its secrets marked.
    package var sent: (any SentBody)?
    /// The effect of `ensure` or `remove`: `created`, `updated`, `deleted`, `unchanged`.
    public var change: String? {
        get { extras?.change }
        set { setExtra(newValue != nil) { $0.change = newValue } }
    }
    /// The fields that differed for `ensure`, in parameter order.
    public var fields: [String]? {
        get { extras?.fields }
        set { setExtra(newValue != nil) { $0.fields = newValue } }
    }
    /// One phrase if the response is not simply the platform's answer: an answer was lost and the effect was read back,
    /// the command was only planned, or the answer comes from a journal.
    public var note: String? {
        get { extras?.note }
        set { setExtra(newValue != nil) { $0.note = newValue } }
    }

    /// Whether the answer is unknown, because the command was only planned or was settled by hand. Expectations about
    /// such an answer are skipped.
    package var isAssumed: Bool {
        get { extras?.isAssumed ?? false }
        set { setExtra(newValue) { $0.isAssumed = newValue } }
    }

    /// Creates a response; without a status it is a success.
    public init(status: Int? = nil, body: Body = .none) {
        self.status = status
        self.body = body
    }

    /// A response with a value whose secrets are marked.
    package init(status: Int?, marked value: Value) {
        self.init(status: status, body: .value(value), received: ReceivedBody(marked: value))
    }

    /// A response with a body that was already parsed.
    package init(status: Int?, headers: [Header] = [], body: Body, received: ReceivedBody?) {
        self.status = status
        self.headers = headers
        self.body = body
        self.received = received
    }

    /// Parses the body if that has not happened yet.
    mutating func read(by secrets: SecretStore) {
        guard received == nil else { return }
        switch body {
        case .none: break
        case .bytes(let bytes):
            received = ReceivedBody(
                bytes, type: field("content-type"), encoding: field("content-encoding"), secrets: secrets)
        case .value(let value): received = ReceivedBody(value, secrets: secrets)
        }
    }

    /// - Parameter name: the name in lower case.
    private func field(_ name: String) -> String { headers.first { $0.name.lowercased() == name }?.value ?? "" }

    /// A response of a command that succeeded, with or without a value.
    public static func value(_ value: Value) -> Response { Response(body: .value(value)) }

    /// A response of a command that could not be executed.
    public static func failure(_ message: String, _ failureReason: FailureReason = .failed) -> Response {
        var response = Response()
        response.error = message
        response.failureReason = failureReason
        return response
    }

    /// A response of a command whose body threw an error.
    package static func failure(_ thrown: ThrownError) -> Response {
        var response = Response.failure(thrown.message)
        response.help = thrown.scriptError?.help
        response.thrown = thrown
        return response
    }
}

extension Response {
    /// The parts of a response that is not simply the platform's answer.
    ///
    /// `@unchecked Sendable`: it is changed only by a response that is its single owner.
    fileprivate final class Extras: @unchecked Sendable {
        var loginStatus: Int?
        var error: String?
        var failureReason: FailureReason?
        var thrown: ThrownError?
        var help: String?
        var change: String?
        var fields: [String]?
        var note: String?
        var isAssumed = false

        init() {}

        init(copying other: Extras) {
            (loginStatus, error, failureReason, help) =
                (other.loginStatus, other.error, other.failureReason, other.help)
            thrown = other.thrown
            (change, fields, note, isAssumed) = (other.change, other.fields, other.note, other.isAssumed)
        }
    }

    /// Changes the extras, which other responses may share.
    ///
    /// - Parameter isSet: whether the change sets something. If not, and if there are no extras, nothing changes.
    private mutating func setExtra(_ isSet: Bool, _ body: (Extras) -> Void) {
        guard isSet || extras != nil else { return }
        if !isKnownUniquelyReferenced(&extras) { extras = extras.map { Extras(copying: $0) } ?? Extras() }
        if let extras { body(extras) }
    }
}
