internal import CPicket
import Picket

/// Values as C has them.
extension picket_type {
    /// The type of a value; that of the value inside if it is secret.
    init(_ value: Value?) {
        self =
            switch value?.revealed {
            case nil: PICKET_TYPE_NONE
            case .null: PICKET_TYPE_NULL
            case .boolean: PICKET_TYPE_BOOLEAN
            case .integer: PICKET_TYPE_INTEGER
            case .float: PICKET_TYPE_NUMBER
            case .duration: PICKET_TYPE_DURATION
            case .string: PICKET_TYPE_STRING
            case .list: PICKET_TYPE_LIST
            case .map: PICKET_TYPE_MAP
            case .decimal, .bytes, .unreadable, .secret: PICKET_TYPE_OTHER
            }
    }
}

extension Value {
    var asInteger: Int64? { if case .integer(let integer) = self { integer } else { nil } }

    var asBoolean: Bool? { if case .boolean(let boolean) = self { boolean } else { nil } }

    var asDuration: Int64? { if case .duration(let nanoseconds) = self { nanoseconds } else { nil } }

    /// A number with a fraction, or an integer.
    var asNumber: Double? {
        switch self {
        case .float(let number): number
        case .integer(let integer): Double(integer)
        default: nil
        }
    }

    static func answer(number: Double) throws(CallProblem) -> Value {
        guard number.isFinite else { throw .notAllowed("the number is not finite") }
        return .float(number)
    }

    static func answer(duration nanoseconds: Int64) throws(CallProblem) -> Value {
        guard nanoseconds >= 0 else { throw .notAllowed("a duration is not negative") }
        return .duration(nanoseconds)
    }
}

extension ScriptError {
    /// The error of a host's answer.
    init(
        _ code: UnsafePointer<CChar>?, _ message: UnsafePointer<CChar>?, _ fields: UnsafePointer<CChar>?
    ) throws(CallProblem) {
        self.init("command-failed", try text(message))
        if let code = try optionalText(code) {
            guard Self.isCode(code) else { throw .notAllowed("`\(code)` is not a code in kebab-case") }
            self.code = DiagnosticCode(rawValue: code)
        }
        if fields != nil {
            guard case .map(let map) = try value(json: fields) else {
                throw .notAllowed("the fields are not an object")
            }
            self.fields = map
        }
    }

    /// Whether a text is in kebab-case, as codes are.
    private static func isCode(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return bytes.last != UInt8(ascii: "-")
            && bytes.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}

extension Duration {
    /// At most about 292 years.
    var wholeNanoseconds: Int64 { Int64(clamping: attoseconds / 1_000_000_000) }
}
