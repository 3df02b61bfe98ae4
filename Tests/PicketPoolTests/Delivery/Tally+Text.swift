@testable import PicketPool

/// A test names connections by their shown names.
extension Tally.Subject: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }
}
