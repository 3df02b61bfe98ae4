import PicketRuntime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time of day.
enum WallClock {
    /// In UTC (ISO 8601), to the millisecond.
    static func text() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return CalendarTime.text(
            secondsSince1970: Int64(time.tv_sec), milliseconds: Int64(time.tv_nsec) / 1_000_000)
    }
}
