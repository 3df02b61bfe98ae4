extension Executor {
    /// The platform that the next run begins with; nil for none.
    package var platform: PlatformProfile? { current?.profile }

    /// The user that this platform's requests are sent as; nil without a login or a configured user.
    package var user: String? { current?.credentials?.shownUser ?? current?.askedUser?.shown }
}
