/// Where a platform keeps what it knows.
public enum StoreLocation: Sendable, Equatable {
    /// In memory, gone when the platform stops.
    case memory
    /// In an SQLite file, made with mode 0600 if it is not there; the certificate stands beside it.
    case file(String)
}
