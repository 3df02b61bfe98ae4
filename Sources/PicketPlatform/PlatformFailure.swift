/// Why a platform did not start, as a clause for people.
public struct PlatformFailure: Error, CustomStringConvertible, Sendable, Equatable {
    public let description: String

    init(_ description: String) { self.description = description }
}
