import Picket
import Testing

/// The names of a session keep their values, whatever its host does between two texts.
@Suite struct SessionNameTests {
    @Test func deferredBlocksLeaveLaterNamesAlone() async throws {
        let session = Session(Library())
        await session.run("let a = 2")
        await session.run("def deep(n) { if $n == 0 { return 0 }\n let _x = \"deep $n\"\n return deep($n - 1) }")
        await session.run("defer { let t = [$a, 5]\n print deferred, $t, deep(40)\n set a = 3 }")
        await session.run("secret k = \"topsecret-value\"\nlet f = 6\nlet m = {x: [1, 2]}")
        await session.run("let final = \"of all\"\ndefer { let u = 1\n print second, $f, $u, $final }")
        await session.run("let g = \"after it\"")
        #expect(await session.close().output == ["second 6 1 of all", "deferred [2, 5] 0"])
        #expect(await session.value(of: "a") == 3)
        #expect(await session.value(of: "k") == .secret("topsecret-value"))
        #expect(await session.value(of: "f") == 6)
        #expect(await session.value(of: "m") == ["x": [1, 2]])
        #expect(await session.value(of: "g") == "after it")
        #expect(await session.run("print $f, $m, $g, $final").output == ["6 {x: [1, 2]} after it of all"])
    }

    /// A collection during the block neither frees nor forgets them.
    @Test func aCollectionDuringADeferredBlockKeepsLaterNames() async {
        var options = RunOptions()
        options.limits.memory = 4 << 20
        let session = Session(Library(), options: options)
        await session.run("defer { for i in 1..2000 { let _x = join(range(1, 500), \"-$i-\") } }")
        await session.run("let kept = join(range(1, 100), \"-\")\nlet list = [[1], [2]]")
        #expect(await session.close().recorded.isEmpty)
        #expect(await session.value(of: "list") == [[1], [2]])
        #expect(await session.run("print len($kept)").output == ["291"])
    }

    @Test func aCallLeavesTheNamesOfTheScriptAlone() async throws {
        let session = Session(Library())
        await session.run("let _argument0 = mine\nlet _answer = too\ndef _argument1() { return 5 }")
        await session.run("def both(a, b) { return \"$a$b$_answer\" }")
        #expect(try await session.call("both", [1], named: ["b": 2]) == "12too")
        #expect(await session.run("print $_argument0, $_answer, _argument1()").output == ["mine too 5"])
    }

    @Test func aFailedCallShowsOnlyTheNamesOfTheScript() async {
        let session = Session(Library())
        await session.run("let own = 1\ndef refuse(a) { fail \"no $a\" }")
        let failed = await #expect(throws: CallFailed.self) { try await session.call("refuse", [7]) }
        #expect(failed?.result.globals == ["own": 1])
    }

    @Test func anAnswerThatIsTooLargeOutsideIsAFailure() async {
        var options = RunOptions()
        options.limits.memory = 16 << 20
        let session = Session(Library(), options: options)
        await session.run("def big() { let a = [1]\n for _i in 1..40 { set a = [$a, $a] }\n return $a }")
        let failed = await #expect(throws: CallFailed.self) { try await session.call("big") }
        #expect(failed?.result.failure?.diagnostic.code == .memoryLimit)
        #expect(failed?.result.failure?.evidence.limit?.name == .memory)
        #expect(failed?.result.exitStatus == 4)
        #expect(
            failed?.result.failure?.diagnostic.message
                == "written out, the answer of `big` takes more than 16777216 bytes")
    }
}
