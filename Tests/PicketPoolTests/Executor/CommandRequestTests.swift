import HTTPHarness
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// What each command sends, to the byte.
@Suite struct CommandRequestTests {
    @Test func everyCommandSendsItsDocumentedRequest() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            """
            ping
            login
            token
            add sales-production host=pg-sales-1734 port=9342 user=datasentinel password="a \\"b\\" \\\\ c" tags="a=b,c=d"
            expect body.status == "Connection created and connected!"
            show sales-production
            expect body.port == 9342
            display sales-production
            update sales-production port=5432
            disable sales-production
            enable sales-production
            delete sales-production
            expect status 200
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let path = "/ds-api/pool/pg-instances/sales-production"
        #expect(
            platform.requests.map(\.shortLine) == [
                "GET /ds-api/", "POST /ds-api/user-token", "GET /ds-api/user-token?token=token-number-1",
                "POST \(path)", "GET \(path)", "GET \(path)", "PUT \(path)", "PATCH \(path)/disable",
                "PATCH \(path)/enable", "DELETE \(path)",
            ])
        #expect(
            platform.requests[3].body
                == #"{"host":"pg-sales-1734","port":9342,"user":"datasentinel","password":"a \"b\" \\ c","tags":"a=b,c=d"}"#
        )
        #expect(platform.requests[6].body == #"{"port":5432}"#)
        #expect(platform.requests.filter { !$0.body.isEmpty }.count == 2)
    }

    @Test func tokensTravelInTheirHeader() async throws {
        let platform = try await FakePlatform.start()
        _ = try await run("ping\nlogin\ntoken\nshow pg_1\nexpect status 404", on: platform)
        let basic = BasicCredentials.headerValue(user: "datasentinel".utf8, password: "night watch".utf8)
        #expect(platform.requests.map { $0.value(of: "user-token") } == [nil, nil, nil, "token-number-1"])
        #expect(platform.requests.map { $0.value(of: "Authorization") } == [nil, basic, basic, nil])
    }

    @Test func onlyBodiesHaveAContentType() async throws {
        let platform = try await FakePlatform.start()
        _ = try await run(
            "add a host=h port=1 user=u password=\"\"\nshow a\nupdate a host=i\ndisable a\ndelete a", on: platform)
        #expect(
            platform.requests.dropFirst().map { $0.value(of: "Content-Type") }
                == ["application/json", nil, "application/json", nil, nil])
        #expect(platform.requests.allSatisfy { $0.value(of: "Accept") == "application/json" })
    }

    @Test func tagsAreAlwaysSentWithAnAddAndMayBeAMap() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            """
            add a host=h port=1 user=u password=pppp
            let tags = {application: sales, level: 3, live: true}
            add b host=h port=1 user=u password=pppp tags=$tags
            update b tags=""
            update b
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(
            platform.requests.dropFirst().map(\.body) == [
                #"{"host":"h","port":1,"user":"u","password":"pppp","tags":""}"#,
                #"{"host":"h","port":1,"user":"u","password":"pppp","tags":"application=sales,level=3,live=true"}"#,
                #"{"tags":""}"#, "{}",
            ])
    }

    @Test(arguments: [
        "{application: \"a,b\"}", "{\"a=b\": c}", "{\"\": c}", "{a: \"\"}", "{a: [1]}", "{a: null}",
    ])
    func tagsThatTheTextCanNotExpressAreRefused(map: String) async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            "let tags = \(map)\nadd a host=h port=1 user=u password=pppp tags=$tags", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failure?.diagnostic.code == "command-failed")
        #expect(platform.requests.isEmpty)
    }

    @Test(arguments: [
        (":9342", "%3A9342"), ("a b", "a%20b"), ("a/b", "a%2Fb"), ("50%", "50%25"), ("enable", "enable"),
        ("café?x=1#y", "caf%C3%A9%3Fx%3D1%23y"), ("a\nb", "a%0Ab"), ("...", "..."),
    ])
    func namesArePercentEncoded(name: String, encoded: String) async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            "param name = x\nenable $name\nexpect status 404", on: platform, parameters: ["name": .string(name)])
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines == ["PATCH /ds-api/pool/pg-instances/\(encoded)/enable"])
    }

    @Test(arguments: ["", ".", ".."])
    func namesThatLeadElsewhereAreRefused(name: String) async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            "param name = x\ndelete $name", on: platform, parameters: ["name": .string(name)])
        #expect(result.failure?.diagnostic.code == "command-failed")
        #expect(platform.requests.isEmpty)
    }

    @Test func requestReachesAnyOtherEndpoint() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/other") ? [.send(answer("plain text", status: "202 Accepted"))] : nil
        }
        let result = try await run(
            """
            request GET "/other/ü?a=1" name="b c" count=3
            expect body == "plain text"
            request POST /other name=x count=3 on=true
            request put /other body={list: [1, 2.5, null], text: "ä\\n"} force=true
            request DELETE /other id=7
            request PATCH /other body="raw text"
            request POST /other
            expect status 202
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(
            platform.lines == [
                "GET /other/%C3%BC?a=1&name=b%20c&count=3", "POST /other", "PUT /other?force=true",
                "DELETE /other?id=7",
                "PATCH /other", "POST /other",
            ])
        #expect(
            platform.requests.dropFirst().map(\.body) == [
                "", #"{"name":"x","count":3,"on":true}"#, #"{"list":[1,2.5,null],"text":"ä\n"}"#, "", "raw text", "",
            ])
    }

    @Test func theTableHoldsEveryCommandOfTheLanguage() {
        #expect(
            ConnectionAPI.endpoints.map(\.command.name) == [
                "login", "token", "ping", "add", "show", "update", "disable", "enable", "delete", "ensure", "remove",
                "request", "use",
            ])
        for (index, operation) in Endpoint.Operation.allCases.enumerated() {
            #expect(ConnectionAPI.endpoint(at: index)?.operation == operation)
        }
        #expect(ConnectionAPI.commands["display"]?.name == "show")
        #expect(
            ConnectionAPI.commands["add"]?.usage == "add NAME host= port= user= password= [tags=]")
        #expect(
            ConnectionAPI.commands["request"]?.usage
                == "request METHOD PATH [body=] [headers=] [auth=] [save=] [read=] [timeout=] [name=value…]")
        let words = ConnectionAPI.commands["request"]?.parameters.first { $0.name == "auth" }?.completion
        #expect(words == .words(["token", "basic", "none"]))
        #expect(ConnectionAPI.commands["add"]?.request == "POST /ds-api/pool/pg-instances/NAME")
        #expect(ConnectionAPI.commands["add"]?.success == .exactly(201))
    }
}
