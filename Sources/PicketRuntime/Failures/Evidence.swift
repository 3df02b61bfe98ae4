import PicketSyntax

extension Failure {
    /// What a failure found, as values: notes, reports, `catch` and hosts are made from it, and nothing reads a text back.
    ///
    /// Values are shown texts by now: their beginnings, with secrets hidden, so that a failure keeps nothing large alive.
    ///
    ///     if let failure = result.failure, let expected = failure.evidence.expected {
    ///         print(expected, failure.evidence.actual ?? "nothing")
    ///     }
    public struct Evidence: Sendable, Equatable {
        /// What stands behind `because`.
        public var because: String?
        /// What an expectation asks for, and what there is.
        public var expected: Expected?
        public var actual: ShownValue?
        /// Where two lists or maps differ, at most 20 places.
        public var differences: [Difference] = []
        /// How many more of their sides are left out; a place at which both are there has two.
        public var omittedDifferences = 0
        /// The name of the command that failed.
        public var command: String?
        /// The request line of the latest command; nil if it sent none.
        public var request: String?
        /// What came back, if the failure concerns it.
        public var answer: Answer?
        /// Why there is no response, for an expectation that was made although none came.
        public var reason: String?
        /// Rows of data files that a map of a call comes from, such as `fleet.csv:17`.
        public var rows: [String] = []
        /// The file that could not be read.
        public var file: DataFile?
        /// The limit that ended the run, the test or the loop.
        public var limit: Limit?
        /// The blocks of `within` and `retry` that tried in vain, the innermost first.
        public var attempts: [Attempts] = []

        public init() {}
    }

    /// The beginning of a value as people may see it.
    public struct ShownValue: Sendable, Equatable {
        public var text: String
        /// Such as `integer`; nil for null, for what is missing, and where a part of a list or map is shown.
        public var type: String?
        /// Whether the value is a secret, which the text does not tell.
        public var isSecret = false
        /// Whether there is more of it.
        public var isCut = false

        public init(_ text: String, type: String? = nil, isSecret: Bool = false, isCut: Bool = false) {
            self.text = text
            self.type = type
            self.isSecret = isSecret
            self.isCut = isCut
        }
    }

    /// What an expectation asks for.
    public enum Expected: Sendable, Equatable {
        /// Anything but missing, null and false.
        case truth
        /// A status with this first digit.
        case statusClass(Int)
        /// A value between two others.
        case range(ShownValue, ShownValue, isClosed: Bool, isNegated: Bool)
        /// A value that stands so to this one; the operator is written as in the script.
        case comparison(_ operator: String, ShownValue)
    }

    /// One place where two lists or maps differ.
    public struct Difference: Sendable, Equatable {
        /// A step on the way to the place.
        public enum Step: Sendable, Equatable {
            case key(String)
            /// A key that is a secret.
            case secretKey
            case position(Int)
        }

        /// Empty for the whole.
        public var path: [Step]
        /// Nil where nothing is due.
        public var expected: ShownValue?
        /// Nil where nothing is.
        public var actual: ShownValue?

        public init(path: [Step], expected: ShownValue?, actual: ShownValue?) {
            self.path = path
            self.expected = expected
            self.actual = actual
        }
    }

    /// What came back for the latest command.
    public struct Answer: Sendable, Equatable {
        /// The HTTP status; nil if there is none.
        public var status: Int?
        /// The status with which a login on the way to the request failed; nil if none did, or no response came.
        public var loginStatus: Int?
        /// Why none came although one was due; nil if one came, or none was due.
        public var trouble: Response.Trouble?
        /// The beginning of the body; nil if there is none.
        public var body: ShownValue?
        /// What the command has to say of it.
        public var note: String?

        public init(
            status: Int?, trouble: Response.Trouble? = nil, body: ShownValue? = nil, note: String? = nil
        ) {
            self.status = status
            self.trouble = trouble
            self.body = body
            self.note = note
        }
    }

    /// A data file and the line that is at fault, counted from 1; nil for what concerns the whole file.
    public struct DataFile: Sendable, Equatable {
        public var path: String
        public var line: Int?

        public init(path: String, line: Int? = nil) {
            self.path = path
            self.line = line
        }
    }

    /// A bound that was reached.
    public struct Limit: Sendable, Equatable {
        public enum Name: String, Sendable {
            case steps, depth, memory, regex, timeout, deadline
        }

        public var name: Name
        /// An integer, or a duration; nil for one that is no number.
        public var value: Value?

        public init(_ name: Name, _ value: Value? = nil) {
            self.name = name
            self.value = value
        }
    }
}

extension Failure {
    /// How often a `within` or a `retry` has tried in vain.
    public struct Attempts: Sendable, Equatable {
        public var count: Int
        /// The duration of a `within`; nil for a `retry`, which made as many as it may.
        public var limit: ShownValue?

        public init(count: Int, limit: ShownValue?) {
            self.count = count
            self.limit = limit
        }
    }
}

extension Failure.ShownValue {
    /// What stands for a secret.
    static let secret = Failure.ShownValue(Mask.text, isSecret: true)
}
