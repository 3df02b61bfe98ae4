package import PicketSyntax

/// What a command came back with.
public struct Response: Sendable {
    public enum Body: Sendable {
        case none
        /// As it arrived: JSON, or any other text.
        case bytes([UInt8])
        case value(Value)
    }

    public struct Header: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Why there is no success to speak of, beyond the status.
    public enum Trouble: Sendable, Equatable, CaseIterable {
        /// No response came: unreachable, TLS, time-out.
        case noResponse
        /// A `login` failed, or there is nobody to log in.
        case login
        /// The platform refused the login on the way to the command: no other command would fare better.
        case refusedLogin
        /// The command could not be carried out: a bad argument found late, a body of the host that failed.
        case failed
        /// There is no platform to talk to; nothing was sent.
        case notConfigured
        /// The user or password of the platform cannot be had, or what is said of the way there cannot be used: no other
        /// command would fare better. Nothing was sent.
        case noCredentials
        /// The answer's status is a success, but its body says otherwise or is not what the API documents.
        case badAnswer
        /// The answer to a write was lost, and whether the write took effect is not known.
        case unknownEffect
        /// The platform asks for a longer wait than the run allows.
        case gaveUp
        /// The run's journal does not fit, or cannot be written.
        case journal
        /// An earlier run sent the command; whether it took effect is not known and cannot be looked up.
        case unsettled

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
            case .unsettled: return .unsettledWrite
            }
        }

        /// The kind of the failure.
        var kind: Failure.Kind {
            switch self {
            case .noResponse, .login, .gaveUp: return .noResponse
            case .failed, .notConfigured, .badAnswer, .unknownEffect: return .command
            case .refusedLogin, .noCredentials: return .login
            case .journal, .unsettled: return .journal
            }
        }

        /// What the user can do; nil where the error says it.
        var help: String? {
            switch self {
            case .journal:
                return "nothing more was sent: mend what it names and go on with `--resume`, "
                    + "or run the script from its beginning"
            case .unknownEffect:
                return
                    "look on the platform before you send it again; the run reads the connection once more when it ends"
            case .gaveUp:
                return "allow longer waits with `--timeout`, send fewer requests with `--rate`, or try again later"
            case .unsettled:
                return "look on the platform, and resume with `--settle STEP done` if the request took effect, or with "
                    + "`--settle STEP again` to have it sent"
            default: return nil
            }
        }

        /// What stands beside the caret.
        var label: String {
            switch self {
            case .noResponse: return "no response"
            case .login, .refusedLogin: return "could not log in"
            case .failed: return "failed"
            case .notConfigured: return "nothing to talk to"
            case .noCredentials: return "nothing was sent"
            case .badAnswer: return "answered badly"
            case .unknownEffect: return "it is not known whether this took effect"
            case .gaveUp: return "not waited for"
            case .journal: return "the journal does not allow it"
            case .unsettled: return "not sent again"
            }
        }
    }

    /// Whether it is a success of a command. Where no status is due, as from a body of a host, its value says that it ended well.
    func isSuccess(of command: Command) -> Bool {
        trouble == nil && error == nil && (status == nil || command.success.accepts(status))
    }

    /// Whether the next statement says that it was expected. An expectation of a status speaks of a response that came;
    /// that none came is only expected by one that reads `error`. What never got to be judged is a fault of the script or
    /// its surroundings.
    func isExpected(by statement: ExpectedAnswer) -> Bool {
        switch trouble {
        case nil, .badAnswer: return statement != .success
        // Without a status nothing was sent.
        case .gaveUp: return status == nil ? statement == .error : statement != .success
        case .noResponse, .unknownEffect: return statement == .error
        case .login: return statement != .success && status != nil
        case .failed, .notConfigured, .noCredentials, .refusedLogin, .journal, .unsettled: return false
        }
    }

    /// The HTTP status; nil if no response came, or none is due.
    public var status: Int?
    /// The status with which a login on the way to the command failed; nil if none did, or no response came.
    package var loginStatus: Int?
    public var headers: [Header] = []
    public var body: Body = .none {
        didSet { received = nil }
    }
    /// The body as it was read when it arrived; nil where there is none, and until a machine takes a host's.
    package private(set) var received: ReceivedBody?
    /// In nanoseconds.
    public var duration: Int64 = 0
    /// One sentence on why there is no response, or none to rely on; nil if there is.
    public var error: String?
    public var trouble: Trouble?
    /// What the user can do, where the help of the trouble does not fit; nil where it does.
    package var help: String?
    /// The request line, without secrets, for what is shown of a failure.
    public var request: String = ""
    /// What was sent with it, secrets and all: an event hides them.
    public var requestBody: [UInt8] {
        get { sent?.bytes ?? [] }
        set { sent = newValue.isEmpty ? nil : SentBytes(newValue) }
    }
    /// The same with what is secret in it.
    package var sent: (any SentBody)?
    /// What `ensure` and `remove` did: `created`, `updated`, `deleted`, `unchanged`.
    public var change: String?
    /// The fields that `ensure` found different, in parameter order.
    public var fields: [String]?
    /// How the response came about if it is not simply what the platform answered: an answer was lost and the effect
    /// looked up, the command was only planned, or the answer stands in a journal. One phrase.
    public var note: String?

    /// Whether nobody knows the answer: the command was only planned, or somebody settled it by hand. What a script expects
    /// of such an answer is passed over.
    package var isAssumed = false

    public init(status: Int? = nil, body: Body = .none) {
        self.status = status
        self.body = body
    }

    /// A response with a value whose secrets are marked.
    package init(status: Int?, marked value: Value) {
        self.init(status: status, body: .value(value), received: ReceivedBody(marked: value))
    }

    /// A response with a body that was read.
    package init(status: Int?, body: Body, received: ReceivedBody) {
        self.status = status
        self.body = body
        self.received = received
    }

    /// Reads the body, if nobody has.
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

    /// - Parameter name: in lower case.
    private func field(_ name: String) -> String { headers.first { $0.name.lowercased() == name }?.value ?? "" }

    /// A command that ended well with a value, or none.
    public static func value(_ value: Value) -> Response { Response(body: .value(value)) }

    /// A command that could not be carried out.
    public static func failure(_ message: String, _ trouble: Trouble = .failed) -> Response {
        var response = Response()
        response.error = message
        response.trouble = trouble
        return response
    }
}
