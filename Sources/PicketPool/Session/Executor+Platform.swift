extension Executor {
    /// The platform that the next run begins with; nil for none.
    package var platform: PlatformProfile? { current?.profile }

    /// The user that this platform's requests are sent as; nil without a login or configured credentials.
    package var user: String? { current?.credentials?.shownUser }
}
