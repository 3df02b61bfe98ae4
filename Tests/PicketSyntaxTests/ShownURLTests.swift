import Testing

@testable import PicketSyntax

/// No quoted URL shows a user name, a password or a query.
@Suite struct ShownURLTests {
    @Test(arguments: [
        ("https://platform.example:8443/base", "https://platform.example:8443/base"),
        ("https://bob:s3cret@h:99999", "https://h:99999"), ("bob:s3cret@h:1080", "h:1080"),
        ("https://bob@h/", "https://h/"), ("https://bob:s3@cret@h", "https://h"),
        ("https://bob:s3/cr?e#t@h/path", "https://h/path"), ("https://h/path?token=s3cret#s3cret", "https://h/path"),
        ("https://bob:s3cret", "https://bob"), ("bob:s3cret", "bob"), ("https://bob:s3cret/path", "https://bob/path"),
        ("https://bob:123456", "https://bob"), ("bob:s3cret@x://h", "x://h"), ("https:/bob:s3cret@h", "h"),
        ("https://[::1]:8443/x?y", "https://[::1]:8443/x"), ("https://[fe80::1]", "https://[fe80::1]"),
        ("prod", "prod"), ("", ""), ("@", ""), ("://", "://"), ("https://", "https://"), ("::g", "::g"),
    ])
    func aURLIsShownWithoutThem(url: String, shown: String) {
        #expect(ShownURL.text(url).utf8.elementsEqual(shown.utf8), "\(ShownURL.text(url))")
    }

    @Test(arguments: [
        ("write `https://HOST[:PORT][/PATH]`", "write `https://HOST[:PORT][/PATH]`"),
        ("a proxy is reached by `http://HOST:PORT`", "a proxy is reached by `http://HOST:PORT`"),
        ("GET https://bob:s3cret@h/x?y=1 failed, see http://h:1.", "GET https://h/x failed, see http://h:1."),
        ("Unexpected argument 'http://bob:s3 cret@h:1'", "Unexpected argument 'http://h:1'"),
        ("`https://bob:s3cret` and `https://c:d@e`", "`https://bob` and `https://e`"),
        ("12:30 is no URL: nor is a://", "12:30 is no URL: nor is a://"),
    ])
    func aTextIsShownWithoutThem(text: String, shown: String) {
        #expect(ShownURL.scrub(text).utf8.elementsEqual(shown.utf8), "\(ShownURL.scrub(text))")
    }

    /// A slip of the pen in the place of a URL hides its password, too.
    @Test(arguments: [
        ("use bob:s3cretpw@h", "use h"), ("use \"//bob:s3cretpw@h\"", "use \"h\""),
        ("use 'http:/bob:s3cretpw@h'", "use 'h'"), ("go \"bob:s3cr@etpw@h\" x", "go \"h\" x"),
        ("mail me@example.org at 12:30", "mail me@example.org at 12:30"),
    ])
    func userInformationIsHiddenWithoutAScheme(_ text: String, _ shown: String) {
        #expect(ShownURL.scrub(text) == shown)
    }

    @Test func thePasswordsOfATextAreKnown() {
        #expect(ShownURL.secrets(in: "bob:s3cretpw@h") == ["bob:s3cretpw", "s3cretpw"])
        #expect(ShownURL.secrets(in: "https://bob:s3cretpw@h/x").contains("s3cretpw"))
        #expect(ShownURL.secrets(in: "https://h:8443/x").isEmpty)
    }
}
