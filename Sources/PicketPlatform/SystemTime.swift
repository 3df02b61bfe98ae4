import Glibc

/// The system's clock in seconds since 1970.
public let systemTime: @Sendable () -> Int = { Int(time(nil)) }
