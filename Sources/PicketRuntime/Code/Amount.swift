/// A number or duration that a statement takes beside its block: what it may be, and what is said of any other value.
struct Amount: Sendable {
    var message: String
    var kind: UInt8
    /// In nanoseconds, of a duration.
    var bounds: ClosedRange<Int64>
    var takesFloats = false
    /// What to write instead.
    var help: String
    /// The same for a value that is only out of bounds.
    var example: String

    func accepts(_ cell: Cell) -> Bool {
        if takesFloats, cell.kind == CellKind.float {
            return cell.float >= Double(bounds.lowerBound) && cell.float <= Double(bounds.upperBound)
        }
        return cell.kind == kind && bounds.contains(cell.integer)
    }

    /// Whether a value is of the right kind, and only out of bounds.
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
    static let retry = integer("`retry` takes how many attempts, at least 1", 1...Int64.max, example: "retry 5 { … }")
    static let exit = integer("`exit` takes a status from 0 to 255", 0...255, example: "exit 1")
    static let parallel = integer(
        "`parallel` takes how many iterations run at once, at least 1", 1...Int64.max, example: "parallel 16 { … }")
    static let backoff = Amount(
        message: "`backoff` takes a number from 1 to 1000", kind: CellKind.integer, bounds: 1...1_000,
        takesFloats: true, help: "for example `every 1s backoff 2`: the wait doubles after each attempt",
        example: "for example `every 1s backoff 2`: the wait doubles after each attempt")
}
