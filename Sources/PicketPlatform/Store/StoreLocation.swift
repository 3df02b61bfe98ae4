/// Where a platform stores its data.
public enum StoreLocation: Sendable, Equatable {
    /// In memory. The data are gone when the platform stops.
    case memory
    /// In an SQLite file, created with mode 0600 if it is missing. The certificate is beside it.
    case file(String)
}
