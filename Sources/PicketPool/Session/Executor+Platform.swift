extension Executor {
    /// The platform that the next run begins with; nil for none.
    package var platform: PlatformProfile? { current?.profile }

    /// Whom that platform's requests are sent as; nil if nobody has logged in and no credentials are configured.
    package var user: String? { current?.credentials?.shownUser }
}
