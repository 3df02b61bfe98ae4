import NIOSSL
import PicketCrypto
import Testing

@testable import PicketPlatform

/// Keys, hashes and certificates, and what earlier versions have stored.
@Suite struct CryptoTests {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The vectors of RFC 4648, and texts that a lenient reader takes.
    @Test func base64IsReadStrictly() {
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            #expect(Base64.encode(Array(text.utf8)) == encoded)
            #expect(Base64.decode(encoded) == Array(text.utf8))
        }
        for wrong in ["Zg", "Zg=", "Z===", "====", "=Zg=", "Zg==Zg==", " Zg=", "Zm9v\n", "Zm-_", "Zh==", "Zm9", "ü==="]
        {
            #expect(Base64.decode(wrong) == nil, "\(wrong)")
        }
        #expect(Base64.encodeForURL([0xFB, 0xFF]) == "-_8" && Base64.decodeForURL("-_8") == [0xFB, 0xFF])
        for wrong in ["+/8", "-_8=", "-_9", "-"] { #expect(Base64.decodeForURL(wrong) == nil, "\(wrong)") }
    }

    /// The second test case of RFC 4231.
    @Test func theCodeOfAMessageIsThatOfTheStandard() {
        let code = MessageKey(Array("Jefe".utf8)).code(for: Array("what do ya want for nothing?".utf8))
        #expect(Self.hexadecimal(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(MessageKey([]).code(for: []).count == 32)
    }

    /// A test vector of RFC 7914, section 12.
    @Test func theSlowHashIsThatOfTheStandard() throws {
        let hash = try Scrypt(rounds: 1 << 14, blockSize: 8).hash(
            Array("pleaseletmein".utf8), salt: Array("SodiumChloride".utf8), byteCount: 64)
        #expect(
            Self.hexadecimal(hash)
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9"
                + "e61e85dc0d651e40dfcf017b45575887")
        #expect(try Scrypt(rounds: 16, blockSize: 1).hash([], salt: [], byteCount: 64).count == 64)
        #expect(throws: CryptoFailure.self) { try Scrypt(rounds: 3, blockSize: 1).hash([], salt: [], byteCount: 8) }
    }

    /// What version 0.1.0 stored, when other libraries computed it.
    @Test func anEarlierHashAndTokenAreStillGood() throws {
        let hash = try #require(
            PasswordHash("scrypt$r1NJk97+zhFJoQMHqZwryg==$Gso5hrAPfdU7RxCZ3o8nteeuaX/Lc5JGV2R/t5f7ZT0="))
        #expect(hash.matches("correct horse") && !hash.matches("correct hors"))
        let key = (0..<32).map { UInt8($0) }
        let issuer = TokenIssuer(signingKey: key, organization: "o", lifetime: 10, now: { 1_000 })
        let token = issuer.token(for: Account(name: "ann"))
        #expect(try issuer.claims(of: token).email == "ann@localhost")
        let parts = token.split(separator: ".").map(String.init)
        let other = SignedToken(
            TokenClaims(exp: 2_000, iat: 1_000, database: "o", email: "e", user: "bob"), key: MessageKey(key))
        let forged = other.text.split(separator: ".").map(String.init)
        for wrong in [
            "\(parts[0]).\(forged[1]).\(parts[2])", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1]).\(forged[2])",
            "\(token)=", "\(parts[1]).\(parts[1]).\(parts[2])",
        ] {
            #expect(throws: Refusal.self, "\(wrong)") { try issuer.claims(of: wrong) }
        }
        #expect(throws: Refusal.self) {
            try TokenIssuer(signingKey: key.reversed(), organization: "o", lifetime: 10, now: { 1_000 })
                .claims(of: token)
        }
    }

    @Test func aCertificateServesItsNamesUntilItsEnd() throws {
        let key = try PrivateKey()
        let names: [AlternativeName] = [.dns("db.example"), .dns("*.wild.example"), .address([192, 0, 2, 1])]
        let certificate = try Certificate(
            CertificateContent(
                commonName: "common.example", validity: 1_000...2_000, role: .selfSignedServer, names: names),
            for: key)
        #expect(certificate.isValid(until: 1_999) && !certificate.isValid(until: 2_000))
        #expect(names.allSatisfy(certificate.names))
        let others: [AlternativeName] = [
            .dns("common.example"), .dns("a.wild.example"), .dns("db.example.org"), .address([192, 0, 2, 2]),
            .address([UInt8](repeating: 0, count: 16)),
        ]
        for other in others { #expect(!certificate.names(other), "\(other)") }
        #expect(Certificate(pem: certificate.pem) == certificate && Certificate(pem: key.pem) == nil)
        let reread = try #require(try NIOSSLCertificate.fromPEMBytes(Array(certificate.pem.utf8)).first)
        #expect(reread.notValidBefore == 1_000 && reread.notValidAfter == 2_000)
        // The key is that of the certificate, or there would be no context.
        let privateKey = try NIOSSLPrivateKey(bytes: Array(key.pem.utf8), format: .pem)
        _ = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(reread)], privateKey: .privateKey(privateKey)))
    }

    @Test func randomBytesAreNotRepeated() {
        let drawn = (0..<64).map { _ in RandomBytes.make(16) }
        #expect(Set(drawn).count == 64 && drawn.allSatisfy { $0.count == 16 })
    }
}
