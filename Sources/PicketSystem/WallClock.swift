internal import CClock

/// The time of day. Durations are measured with the standard library's `ContinuousClock`.
package enum WallClock {
    package static var millisecondsSince1970: Int64 { clock_milliseconds_since_1970() }

    package static var secondsSince1970: Int { Int(millisecondsSince1970 / 1_000) }
}
