import NIOHTTP1
import PicketHTTP
import PicketRuntime
import Testing

@testable import PicketPool

/// The one table of what a status proves, and the one comparison of a connection with what a write meant.
@Suite struct JudgeTests {
    private func verdict(_ status: Int, own: Bool = true, of api: Bool = true) throws -> Verdict {
        let response = own ? Response(status: status, marked: ["error": "x"]) : Response(status: status)
        let command =
            api
            ? try PlatformCommand(.delete, ConnectionName("x"))
            : PlatformCommand(
                .request, .DELETE, RequestPath("/other"), authorization: .tokenIfAny, expectedStatus: nil)
        return Judge.verdict(of: response, to: command)
    }

    @Test func aStatusProvesWhatTheTableSays() throws {
        for status in [401, 429] { #expect(try verdict(status, own: false) == .ineffective) }
        for status in [400, 403, 404, 409, 422] {
            #expect(try verdict(status) == .ineffective)
            #expect(try verdict(status, own: false) == .unknown, "a gateway's \(status) proves nothing")
            #expect(try verdict(status, own: false, of: false) == .ineffective, "elsewhere the status alone counts")
        }
        for status in [100, 204, 301, 302, 408, 499, 500, 501, 502, 503, 504, 507, 520, 521, 522, 523, 524, 599] {
            #expect(try verdict(status) == .unknown)
        }
        let command = try PlatformCommand(.delete, ConnectionName("x"))
        #expect(Judge.verdict(of: Response(status: 200), to: command) == .effective)
        #expect(Judge.verdict(of: Response(), to: command) == .unknown)
    }

    /// W3: a gateway's failure may hold an `error`, too: the platform's own is a text.
    @Test(
        arguments: [["error": ["code": 404]], ["error": .null], ["error": 5], ["error": true], ["error": ""]]
            as [ValueMap])
    func anErrorThatIsNoTextProvesNothing(_ body: ValueMap) throws {
        let command = try PlatformCommand(.delete, ConnectionName("x"))
        for status in [404, 409, 410] {
            #expect(Judge.verdict(of: Response(status: status, marked: .map(body)), to: command) == .unknown)
        }
        guard case .nothing = Judge.sight(of: "x", in: Response(status: 404, marked: .map(body))) else {
            Issue.record("\(body) says that a connection is absent")
            return
        }
    }

    /// A number is the same number, whichever way the platform writes it.
    @Test func aPortIsComparedByItsValue() {
        var fields = ConnectionFields()
        fields.port = 1
        for shown: Value in [1, 1.0, "1"] { #expect(fields.proof(of: .port, in: ["port": shown]) == .same, "\(shown)") }
        for shown: Value in [1.5, 2.0, "1.5", 2] { #expect(fields.proof(of: .port, in: ["port": shown]) == .other) }
        #expect(fields.differing(from: ["port": 1.0]).isEmpty)
        #expect(ConnectionFields.isSame(.port, 1.0, 1) && !ConnectionFields.isSame(.port, 1.0, nil))
    }

    /// W4: what lacks the name or a host is no connection.
    @Test func onlyAConnectionOfTheNameIsOne() {
        let objects: [ValueMap] = [
            [:], ["status": "maintenance"], ["name": "other", "host": "h"], ["name": "x"], ["name": 1, "host": "h"],
        ]
        for object in objects {
            guard case .nothing = Judge.sight(of: "x", in: Response(status: 200, marked: .map(object))) else {
                Issue.record("\(object) is taken for a connection")
                return
            }
        }
        guard case .present = Judge.sight(of: "x", in: Response(status: 200, marked: ["name": "x", "host": "h"])) else {
            Issue.record("a connection is not seen")
            return
        }
    }

    /// W4: of an addition, the password alone may be missing.
    @Test func anAdditionIsKnownByAllItsFields() throws {
        var fields = ConnectionFields()
        (fields.host, fields.port, fields.user, fields.password, fields.tags) = ("h", 1, "u", "pppp", "")
        let command = try PlatformCommand(.add, ConnectionName("x"), fields: fields)
        let whole: ValueMap = ["name": "x", "host": "h", "port": 1, "user": "u", "tags": ""]
        guard case .asMeant = Judge.comparison(.present(whole), with: try #require(command.connectionWrite)) else {
            Issue.record("a whole connection is not known")
            return
        }
        for key in ["name", "port", "user"] {
            var object = ValueMap()
            for (other, value) in zip(whole.keys, whole.values) where other != key { object[other] = value }
            guard case .unproven = Judge.comparison(.present(object), with: try #require(command.connectionWrite))
            else {
                Issue.record("nothing is proved without \(key)")
                return
            }
        }
    }

    @Test func aFieldThatIsHiddenProvesNothing() {
        var fields = ConnectionFields()
        (fields.host, fields.user, fields.password, fields.tags) = ("DB.example", "u", "pppp", "")
        let shown: ValueMap = ["host": "db.EXAMPLE", "user": .null, "password": "***", "tags": .null]
        #expect(fields.proof(of: .host, in: shown) == .same)
        #expect(fields.proof(of: .user, in: shown) == .nothing)
        #expect(fields.proof(of: .user, in: ["user": "*****"]) == .nothing)
        #expect(fields.proof(of: .user, in: ["user": "v"]) == .other)
        #expect(fields.proof(of: .tags, in: shown) == .same)
        for password: Value in ["***", .null, "", "md5a2b", "other"] {
            #expect(fields.proof(of: .password, in: ["password": password]) == .nothing)
        }
        fields.tags = "Team=DBA"
        #expect(fields.proof(of: .tags, in: ["tags": "team=dba"]) == .nothing)
        #expect(fields.proof(of: .tags, in: ["tags": "team=web"]) == .other)
    }

    /// Two spellings of one letter are two texts: tags are compared by their bytes.
    @Test func tagsAreComparedByTheirBytes() {
        var fields = ConnectionFields()
        fields.tags = "team=caf\u{E9},site=lyon"
        #expect(fields.proof(of: .tags, in: ["tags": "site=lyon,team=caf\u{E9}"]) == .same)
        #expect(fields.proof(of: .tags, in: ["tags": "site=lyon,team=cafe\u{301}"]) == .other)
    }

    /// C4b: a masked password proves neither that an update took effect nor that it did not.
    @Test func anUpdateOfWhatIsHiddenIsUnproven() throws {
        var fields = ConnectionFields()
        fields.password = "pppp"
        let command = try PlatformCommand(.update, ConnectionName("x"), fields: fields)
        let shown: ValueMap = ["name": "x", "host": "h", "password": "***"]
        guard case .unproven = Judge.comparison(.present(shown), with: try #require(command.connectionWrite))
        else {
            Issue.record("a mask proves something")
            return
        }
    }
}
