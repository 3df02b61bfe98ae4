import Picket
import Testing

/// A secret of one text is a secret of all later ones.
@Suite struct SessionSecretTests {
    private static let token = "correct-horse-battery"

    private static func session() -> Session {
        var options = RunOptions()
        options.environment = ["TOKEN": .string(token)]
        options.secrets = ["known-to-the-host"]
        return Session(Library(), options: options)
    }

    @Test func aLaterTextDoesNotShowTheValue() async {
        let session = Self.session()
        await session.run("secret s = env(\"TOKEN\")")
        let result = await session.run(
            "let copy = \"it is $s\"\nprint $copy\nprint \"\(Self.token)\"\nprint \"known-to-the-host\"\n$s\nfail $s")
        #expect(result.output == ["•••", "•••", "•••", "•••"], "\(result.rendered())")
        #expect(!result.rendered().contains(Self.token))
        #expect(!result.rendered(.json).contains(Self.token))
    }

    /// What a host reads is marked, so that it is not shown by mistake.
    @Test func aSecretIsReadAsASecret() async throws {
        let session = Self.session()
        await session.run("secret s = env(\"TOKEN\")\nlet pair = {user: ada, password: $s}\ndef tell() { return $s }")
        let result = await session.run("let plain = 1")
        for value in [await session.value(of: "s"), result.globals["s"], try await session.call("tell")] {
            #expect(value == .secret(.string(Self.token)))
            #expect(value?.description == "•••")
        }
        #expect("\(await session.value(of: "pair") ?? .null)".contains("•••"))
        #expect(!"\(result.globals)".contains(Self.token))
    }

    /// The excerpt of a failure hides a literal that is given to a secret of an earlier text, and does so in any form.
    @Test(arguments: ["set s = \"a-new-password\" + 1", "set s = \"a-new-password\" + $nothing"])
    func aLiteralForASecretOfAnEarlierTextIsHidden(_ text: String) async {
        let session = Self.session()
        await session.run("secret s = env(\"TOKEN\")")
        let result = await session.run(text)
        #expect(!result.isSuccess)
        for style in [RenderStyle.plain, .colored, .json] {
            let shown = result.rendered(style)
            #expect(!shown.contains("a-new-password"), "\(shown)")
        }
        #expect(result.rendered().contains("set s = •••"), "\(result.rendered())")
    }

    /// A text that is refused is shown with the secrets of earlier ones hidden.
    @Test func aRefusedTextDoesNotShowAnEarlierSecret() async {
        let session = Self.session()
        await session.run("secret s = env(\"TOKEN\")")
        let result = await session.run("print \"\(Self.token)\" + $nothing + \"known-to-the-host\"")
        #expect(result.exitStatus == 2)
        #expect(result.rendered().contains("$nothing"))
        #expect(!result.rendered().contains(Self.token))
        #expect(!result.rendered().contains("known-to-the-host"))
    }

    @Test func aRefusedScriptDoesNotShowTheSecretsOfItsHost() async {
        var options = RunOptions()
        options.secrets = ["known-to-the-host"]
        let result = await Library().run("print \"known-to-the-host\" + $nothing", options: options)
        #expect(result.rendered().contains("$nothing"))
        #expect(!result.rendered().contains("known-to-the-host"))
    }
}
