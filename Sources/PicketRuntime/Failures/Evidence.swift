import PicketSyntax

extension Failure {
    /// The evidence of a failure as values. Notes, reports, `catch` and hosts use it, and nothing parses a message.
    ///
    /// It holds only the beginnings of values, with secrets hidden, so that a failure keeps nothing large alive.
    ///
    ///     if let failure = result.failure, let expected = failure.evidence.expected {
    ///
    ///         print(expected, failure.evidence.actual ?? "nothing")
    ///
    ///     }
    public struct Evidence: Sendable, Equatable {
        /// The text after `because`.
        public var because: String?
        /// The condition of a failed expectation.
        public var expected: Expected?
        /// The actual value in a failed expectation.
        public var actual: ShownValue?
        /// The places where two lists or maps differ, at most 20.
        public var differences: [Difference] = []
        /// The number of omitted sides. A place with both sides has two.
        public var omittedDifferences = 0
        /// The name of the command that failed.
        public var command: String?
        /// The request line of the latest command; nil if it sent none.
        public var request: String?
        /// The answer, if the failure concerns it.
        public var answer: Answer?
        /// The reason for a missing response, if an expectation was evaluated without one.
        public var reason: String?
        /// The rows of data files that a map in a call comes from, such as `fleet.csv:17`.
        public var rows: [String] = []
        /// The file that could not be read.
        public var file: DataFile?
        /// The limit that ended the run, the test or the loop.
        public var limit: Limit?
        /// The blocks of `within` and `retry` that failed, the innermost first.
        public var attempts: [Attempts] = []

        package init() {}
    }

    /// The beginning of a value, safe to show.
    public struct ShownValue: Sendable, Equatable {
        /// The text, with secrets hidden.
        public var text: String
        /// A type name such as `integer`; nil for null, for a missing value, and for a part of a list or map.
        public var type: String?
        /// Whether the value is a secret; the text then hides it.
        public var isSecret = false
        /// Whether the text is only the beginning of the value.
        public var isCut = false

        package init(_ text: String, type: String? = nil, isSecret: Bool = false, isCut: Bool = false) {
            self.text = text
            self.type = type
            self.isSecret = isSecret
            self.isCut = isCut
        }
    }

    /// The condition of an expectation.
    public enum Expected: Sendable, Equatable {
        /// Any value except missing, null and false.
        case truth
        /// A status with this first digit.
        case statusClass(Int)
        /// A value between two others.
        case range(ShownValue, ShownValue, isClosed: Bool, isNegated: Bool)
        /// A value that this operator, as written in the script, relates to another value.
        case comparison(_ operator: String, ShownValue)
    }

    /// One place where two lists or maps differ.
    public struct Difference: Sendable, Equatable {
        /// A step of the path to the place.
        public enum Step: Sendable, Equatable {
            /// The value of a key of a map.
            case key(String)
            /// A key that is a secret.
            case secretKey
            /// An element of a list, counted from 0.
            case position(Int)
        }

        /// The path; empty for the whole value.
        public var path: [Step]
        /// Nil if nothing is expected here.
        public var expected: ShownValue?
        /// Nil if nothing is here.
        public var actual: ShownValue?

        package init(path: [Step], expected: ShownValue?, actual: ShownValue?) {
            self.path = path
            self.expected = expected
            self.actual = actual
        }
    }

    /// The answer to the latest command.
    public struct Answer: Sendable, Equatable {
        /// The HTTP status; nil if there is none.
        public var status: Int?
        /// The status of a failed login before the request; nil if no login failed, or if no response came.
        public var loginStatus: Int?
        /// The reason for a missing answer; nil if one came, or if none was expected.
        public var failureReason: Response.FailureReason?
        /// The beginning of the body; nil if there is none.
        public var body: ShownValue?
        /// The command's note about the answer.
        public var note: String?

        package init(
            status: Int?, failureReason: Response.FailureReason? = nil, body: ShownValue? = nil, note: String? = nil
        ) {
            self.status = status
            self.failureReason = failureReason
            self.body = body
            self.note = note
        }
    }

    /// A data file and the faulty line, counted from 1; nil if the problem concerns the whole file.
    public struct DataFile: Sendable, Equatable {
        /// The path as the script wrote it.
        public var path: String
        /// The faulty line, counted from 1; nil if the problem concerns the whole file.
        public var line: Int?

        package init(path: String, line: Int? = nil) {
            self.path = path
            self.line = line
        }
    }

    /// A limit that was reached.
    public struct Limit: Sendable, Equatable {
        /// The names of limits.
        public enum Name: String, Sendable {
            /// The steps of the run.
            case steps
            /// The nesting of calls.
            case depth
            /// The bytes of all values.
            case memory
            /// The work of one match of a regular expression.
            case regex
            /// The time of a test.
            case timeout
            /// The time of the run.
            case deadline
            /// The recorded failures.
            case recorded
            /// The events, including printed lines.
            case events
            /// The bytes of printed lines.
            case outputBytes = "output-bytes"
            /// The printed lines.
            case outputLines = "output-lines"
        }

        /// The limit that was reached.
        public var name: Name
        /// An integer or a duration; nil if the limit is not a number.
        public var value: Value?

        package init(_ name: Name, _ value: Value? = nil) {
            self.name = name
            self.value = value
        }
    }
}

extension Failure {
    /// The number of failed attempts of a `within` or a `retry`.
    public struct Attempts: Sendable, Equatable {
        /// The number of failed attempts.
        public var count: Int
        /// The duration of a `within`; nil for a `retry`, which made all its attempts.
        public var limit: ShownValue?

        package init(count: Int, limit: ShownValue?) {
            self.count = count
            self.limit = limit
        }
    }
}

extension Failure.ShownValue {
    /// The mask of a secret.
    static let secret = Failure.ShownValue(Mask.text, isSecret: true)
}
