import PicketSyntax
import Testing

@testable import PicketRuntime

/// An answer is read once: what is secret in it is marked, and known.
@Suite struct ReceivedBodyTests {
    private func store() -> SecretStore {
        let store = SecretStore()
        store.declare(["password"])
        return store
    }

    @Test func whatStandsBeneathASecretFieldIsSecret() {
        let store = store()
        let body = ReceivedBody(
            Array(#"{"error":1,"a":[{"Password":{"key-of-it":["deep-one",12345678]}}],"password":null}"#.utf8),
            secrets: store)
        let expected: Value = [
            "error": 1,
            "a": .list([["Password": .secret(["key-of-it": ["deep-one", 12_345_678]])]]), "password": .null,
        ]
        #expect(body.value == expected)
        #expect(body.mentionsError && body.object?.count == 3)
        #expect(store.count == 2)
        #expect(Redactor(store).redact("key-of-it deep-one 12345678") == "••• ••• 12345678")
    }

    @Test func aHostsValueGoesThroughTheSameRule() {
        let body = ReceivedBody(["a": .list([["PASSWORD": ["x"]]])], secrets: store())
        #expect(body.value == ["a": .list([["PASSWORD": .secret(["x"])]])])
        #expect(!body.mentionsError)
    }

    /// W3: the platform's own failures hold a text as `error`; a gateway's object, number or nothing is another form.
    @Test func onlyATextIsThePlatformsOwnError() {
        let others = [
            #"{"error":{"code":404}}"#, #"{"error":null}"#, #"{"error":5}"#, #"{"error":true}"#, #"{"error":""}"#,
            #"{"error":["x"]}"#, #"[{"error":"x"}]"#, #"{"Error":"x"}"#, #"{"error":"x","error":null}"#,
        ]
        for text in others { #expect(!ReceivedBody(Array(text.utf8), secrets: store()).hasError, "\(text)") }
        let own = ReceivedBody(Array(#"{"error":"no such connection"}"#.utf8), secrets: store())
        #expect(own.hasError && own.mentionsError)
        #expect(ReceivedBody(["error": "x"], secrets: store()).hasError)
    }

    /// What a text of JSON holds beneath a secret field is known; where it is not found in the text, that is secret as a whole.
    @Test(arguments: [
        (#"{"user":"u","password":"battery-staple"}"#, false, "battery-staple"), (#"{"password":"ab"}"#, true, "ab"),
        (#"{"password":4711}"#, true, nil), (#"{"password":null,"a":"{"}"#, false, nil), ("{x}", false, nil),
        (#"{"a":"{\"PASSWORD\":\"deep-one\"}"}"#, false, "deep-one"), (#"x {"password":"cut-off"#, false, "cut-off"),
        (#"{"password":"quo\"ted-one"}"#, true, "quo\"ted-one"), (#"{"password":["one-two"]}"#, true, "one-two"),
    ])
    func aTextOfJSONGoesThroughTheSameRule(text: String, isSecret: Bool, secret: String?) {
        let (store, known) = (store(), store())
        let json = Value.map(["note": .string(text)]).wireJSON
        for body in [ReceivedBody(json, secrets: store), ReceivedBody(["note": .string(text)], secrets: known)] {
            #expect(body.value == ["note": isSecret ? .secret(.string(text)) : .string(text)])
        }
        guard let secret, secret.utf8.count >= 4 else { return }
        for store in [store, known] { #expect(Redactor(store).redact("<\(secret)>") == "<•••>") }
    }

    @Test func whatIsNoTextIsDescribed() {
        let bytes = Array("password=H".utf8) + [0xFF]
        let body = ReceivedBody(bytes, type: "Text/Plain; x=y", secrets: store())
        #expect(body.value == .bytes(Bytes(bytes)) && body.shownValue == "<11 bytes, text/plain>")
        #expect(body.value.description == "<11 bytes, text/plain>")
        #expect(ReceivedBody([0xFF], type: "not a type", secrets: store()).value.description == "<1 byte>")
    }

    @Test func aTextHidesTheValuesOfSecretFields() {
        let store = store()
        let body = ReceivedBody(Array("password=correct-horse&a=b".utf8), secrets: store)
        #expect(body.shownValue == "password=•••&a=b")
        #expect(body.value == "password=correct-horse&a=b")
        #expect(Redactor(store).redact("xcorrect-horsey") == "x•••y")
        // Too short to be found elsewhere: a script gets a secret.
        #expect(ReceivedBody(Array("password=abc".utf8), secrets: store).value == .secret("password=abc"))
        #expect(ReceivedBody(Array("password=abc".utf8), orElse: .description, secrets: store).value == "<12 bytes>")
    }

    @Test func theProblemQuotesNothing() {
        let body = ReceivedBody(Array(#"{"password":"abc"#.utf8), type: "application/json", secrets: store())
        #expect(body.problem == "no JSON from byte 16 on: the JSON ends too early (16 bytes, application/json)")
        #expect(ReceivedBody([], secrets: store()).problem == nil)
        #expect(ReceivedBody(Array(" \n".utf8), secrets: store()).problem == nil)
    }

    /// A byte order mark is passed over, and counts where a place is named (W22).
    @Test func aByteOrderMarkIsPassedOver() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = ReceivedBody(mark + Array(#"{"status":"OK"}"#.utf8), secrets: store())
        #expect(body.value == ["status": "OK"])
        #expect(ReceivedBody(mark + Array("a,b".utf8), secrets: store()).value == "a,b")
        #expect(ReceivedBody(mark, secrets: store()).problem == nil)
        let faulty = ReceivedBody(mark + Array(#"{"a":"\ud800"}"#.utf8), type: "application/json", secrets: store())
        #expect(faulty.problem?.hasPrefix("no JSON from byte 9 on: ") == true, "\(faulty.problem ?? "")")
        #expect(faulty.problem?.hasSuffix(" (17 bytes, application/json)") == true)
    }

    /// A body that is compressed although nobody asked for it is said to be (W21).
    @Test func anEncodingThatNobodyAskedForIsNamed() {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0]
        let body = ReceivedBody(bytes, type: "application/json", encoding: "GZIP", secrets: store())
        #expect(body.problem == "encoded as `gzip`, which was not asked for (4 bytes, application/json)")
        func shown(_ encoding: String, _ type: String = "") -> String {
            ReceivedBody(bytes, type: type, encoding: encoding, secrets: store()).value.description
        }
        #expect(shown("GZIP", "application/json") == "<4 bytes, application/json, gzip>")
        #expect(shown("br,  gzip") == "<4 bytes, br, gzip>")
        // What can be read is read, whatever the header says; what is no encoding is not repeated.
        #expect(ReceivedBody(Array("{}".utf8), encoding: "gzip", secrets: store()).value == .map([:]))
        #expect(shown("identity") == "<4 bytes>")
        #expect(shown("a`b") == "<4 bytes>")
    }

    /// Keys that look alike are two, in small maps and in large ones.
    @Test(arguments: [0, 40]) func keysAreComparedByTheirBytes(others: Int) {
        var map = ValueMap()
        for number in 0..<others { map["k\(number)"] = .integer(Int64(number)) }
        map["\u{E9}"] = 1
        map["e\u{301}"] = 2
        map["\u{E9}"] = 3
        #expect(map.count == others + 2)
        #expect(map["\u{E9}"] == 3 && map["e\u{301}"] == 2)
        #expect(map["k39"] == (others > 39 ? 39 : nil))
    }

    @Test func secretKeysAreHidden() {
        var map: ValueMap = ["abc": 1, "d": 2]
        map.hide(key: "abc")
        #expect(Redactor(store()).show(Value.map(map)).content == ["•••": 1, "d": 2])
        #expect(Value.map(map).holdsSecret && !Value.map(["abc": 1]).holdsSecret)
    }
}
