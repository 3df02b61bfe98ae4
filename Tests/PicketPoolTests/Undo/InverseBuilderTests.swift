import PicketRuntime
import Testing

@testable import PicketPool

/// The commands that undo a write, by what is known of the connection before it.
@Suite struct InverseBuilderTests {
    private static let shown: ValueMap = [
        "name": "web", "host": "h", "port": 5, "user": "u", "tags": "team=web", "enabled": true, "password": "•••",
    ]

    private func inverse(
        _ effect: ConnectionWrite.Effect, _ fields: ConnectionFields = ConnectionFields(), before: KnownState?,
        rest: ConnectionWrite.Rest = .nothing, secret: String? = nil
    ) -> (commands: [String], notes: [String], reason: String?) {
        let secrets = SecretStore()
        if let secret { secrets.add(secret) }
        var write = ConnectionWrite(ConnectionName("web"), effect, fields)
        write.rest = rest
        var builder = InverseBuilder("web", before: before, Redactor(secrets))
        let reason = builder.take([write])
        let commands = builder.commands.map { command in
            ([command.name, command.connection] + command.fields.map { "\($0)=\($1)" }).joined(separator: " ")
        }
        return (commands, builder.notes.map(\.content), reason?.content)
    }

    private func without(_ names: String...) -> KnownState {
        var object = ValueMap()
        for (name, value) in zip(Self.shown.keys, Self.shown.values) where !names.contains(name) {
            object[name] = value
        }
        return .present(object)
    }

    private func fields(_ change: (inout ConnectionFields) -> Void) -> ConnectionFields {
        var fields = ConnectionFields()
        change(&fields)
        return fields
    }

    @Test func aDeletionNeedsHostAndPort() {
        #expect(
            inverse(.deletion, before: .present(Self.shown)).commands == ["add web host=h port=5 user=u tags=team=web"])
        #expect(
            inverse(.deletion, before: without("port")).reason == "its `port` is not known, so it cannot be added again"
        )
        let found = inverse(.deletion, before: without("user"))
        #expect(
            found.commands == ["add web host=h port=5 tags=team=web"]
                && found.notes.first == "its `user` is not restored")
        #expect(inverse(.deletion, before: .absent).reason?.contains("was not read before") == true)
    }

    @Test func whatIsSecretIsNotRestored() {
        let change = fields { ($0.host, $0.tags) = ("x", "c=d") }
        let found = inverse(.change, change, before: .present(Self.shown), secret: "team=web")
        #expect(found.commands == ["update web host=h"], "\(found)")
        #expect(found.notes == ["its earlier `tags` is secret, so it is not restored"])
        var masked = Self.shown
        masked["user"] = "***"
        let user = inverse(.change, fields { $0.user = "x" }, before: .present(masked))
        #expect(user.commands == [] && user.reason == "its earlier `user` is secret, so it is not restored")
    }

    @Test func whatWasNotReadIsTold() {
        let change = fields { ($0.port, $0.user, $0.enabled) = (9, "x", false) }
        let found = inverse(.change, change, before: without("user", "enabled"))
        #expect(found.commands == ["update web port=5", "enable web"], "\(found)")
        #expect(
            found.notes == [
                "its earlier `user` was not read, so it is not restored", "whether it was enabled before was not read",
            ])
        let all = inverse(.change, fields { $0.port = 9 }, before: .present(Self.shown), rest: .anything)
        #expect(all.notes == ["the request may have changed more than is known"])
        // Without tags a connection may be shown without the field.
        #expect(inverse(.change, fields { $0.tags = "x=y" }, before: without("tags")).commands == ["update web tags="])
    }

    @Test func anAdditionIsDeletedAndASwitchIsTurnedBack() {
        #expect(inverse(.creation, before: nil).commands == ["delete web"])
        #expect(inverse(.change, fields { $0.enabled = true }, before: nil).commands == ["disable web"])
        #expect(
            inverse(.change, fields { $0.enabled = true }, before: .present(Self.shown)).reason?.contains("nothing")
                == true)
    }
}
