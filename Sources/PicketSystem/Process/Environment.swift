import Glibc

/// The environment of the process.
package enum Environment {
    /// The value of a variable; nil if it is not set.
    package static subscript(_ name: String) -> String? {
        // `getenv` returns the environment's own memory, so the text is copied at once.
        getenv(name).map { String(cString: $0) }
    }

    /// Returns the value of a variable; nil if it is not set or empty.
    package static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Sets a variable for parts of this process that read it later. No other thread may read the environment
    /// meanwhile.
    package static func set(_ name: String, to value: String) { setenv(name, value, 1) }
}
