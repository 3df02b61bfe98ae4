import PicketSyntax
import Testing

@testable import PicketRuntime

@Suite struct EncodingTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64FollowsTheStandard(_ text: String, _ encoded: String) {
        #expect(Base64.text(text.utf8) == encoded)
    }

    @Test func base64HasAnAlphabetForURLs() {
        #expect(Base64.encoded([0xFB, 0xFF], .standard) == Array("+/8=".utf8))
        #expect(Base64.encoded([0xFB, 0xFF], .url) == Array("-_8=".utf8))
    }

    @Test(arguments: [("a-b._~9", "a-b._~9"), ("a/b c", "a%2Fb%20c"), ("é", "%C3%A9"), ("100%", "100%25")])
    func percentEncodingReadsBack(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encoded(text) == encoded)
        #expect(PercentEncoding.decoded(encoded.utf8) == Array(text.utf8))
    }

    @Test(arguments: ["%", "%4", "%zz", "a%2"])
    func aBrokenPercentEncodingIsRefused(_ text: String) {
        #expect(PercentEncoding.decoded(text.utf8) == nil)
    }

    @Test func hexadecimalReadsBack() {
        for value in UInt8(0)..<16 {
            #expect(Hexadecimal.value(of: Hexadecimal.digit(value)) == value)
            #expect(Hexadecimal.value(of: Hexadecimal.digit(value, isUppercase: true)) == value)
        }
        #expect(Hexadecimal.value(of: UInt8(ascii: "g")) == nil)
        #expect(Hexadecimal.text([0, 255, 16]) == "00ff10")
    }
}
