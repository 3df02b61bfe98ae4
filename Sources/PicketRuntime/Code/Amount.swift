/// A number or duration that a statement takes before its block: its kind and bounds, and the help for an invalid
/// value.
struct Amount: Sendable {
    var message: String
    var kind: UInt8
    /// The bounds of a duration are in nanoseconds.
    var bounds: ClosedRange<Int64>
    var takesFloats = false
    /// The help for a value of the wrong kind.
    var help: String
    /// The help for a value that is only out of bounds.
    var example: String

    func accepts(_ cell: Cell) -> Bool {
        if takesFloats, cell.kind == CellKind.float {
            return cell.float >= Double(bounds.lowerBound) && cell.float <= Double(bounds.upperBound)
        }
        return cell.kind == kind && bounds.contains(cell.integer)
    }

    /// Whether a value has the right kind, so that only its bounds can be wrong.
    func isOutOfBounds(_ cell: Cell) -> Bool { cell.kind == kind || takesFloats && cell.kind == CellKind.float }

    private static func duration(_ message: String, from least: Int64, example: String) -> Amount {
        Amount(
            message: message, kind: CellKind.duration, bounds: least...Int64.max,
            help: "a duration has a unit (ms, s, m or h): `\(example)`", example: "for example `\(example)`")
    }

    private static func integer(_ message: String, _ bounds: ClosedRange<Int64>, example: String) -> Amount {
        Amount(
            message: message, kind: CellKind.integer, bounds: bounds, help: "for example `\(example)`",
            example: "for example `\(example)`")
    }

    static let sleep = duration("`sleep` takes a duration, at least 0s", from: 0, example: "sleep 5s")
    static let within = duration("`within` takes a duration, at least 0s", from: 0, example: "within 30s { … }")
    static let every = duration("`every` takes a duration, at least 0s", from: 0, example: "every 2s")
    static let timeout = duration("`timeout` takes a duration longer than 0s", from: 1, example: "timeout=10s")
    static let retry = integer(
        "`retry` takes a number of attempts, at least 1", 1...Int64.max, example: "retry 5 { … }")
    static let exit = integer("`exit` takes a status from 0 to 255", 0...255, example: "exit 1")
    static let parallel = integer(
        "`parallel` takes a number of concurrent iterations, at least 1", 1...Int64.max, example: "parallel 16 { … }")
    static let backoff = Amount(
        message: "`backoff` takes a number from 1 to 1000", kind: CellKind.integer, bounds: 1...1_000,
        takesFloats: true, help: "for example `every 1s backoff 2`: the wait doubles after each attempt",
        example: "for example `every 1s backoff 2`: the wait doubles after each attempt")
}
