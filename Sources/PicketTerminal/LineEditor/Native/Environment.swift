import Glibc

/// What the process was started with.
enum Environment {
    /// The value of a variable; nil when it is not set or empty.
    static func value(_ name: String) -> String? {
        // `getenv` hands out the environment's own memory; the text is copied at once.
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
