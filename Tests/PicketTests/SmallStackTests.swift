import Foundation
import Picket
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

/// A host may check scripts on a thread with a small stack: what nests too deep for it is an error, and ends nothing.
@Suite struct SmallStackTests {
    private static func nested(_ count: Int, _ open: String, _ inner: String, _ close: String) -> String {
        String(repeating: open, count: count) + inner + String(repeating: close, count: count)
    }

    static let texts: [(name: String, text: String)] = [
        ("blocks", nested(198, "if $x { ", "print 1", " }")),
        ("loops", nested(198, "for y in [1] { ", "print 1", " }")),
        ("tries", nested(198, "try { ", "print 1", " } finally { }")),
        ("defers", nested(198, "defer { ", "print 1", " }")),
        ("parentheses", "print " + nested(198, "(", "1", ")")), ("lists", "print " + nested(198, "[", "1", "]")),
        ("maps", "print " + nested(198, "{a: ", "1", "}")), ("calls", "print " + nested(198, "len(", "$x", ")")),
        ("strings", "print " + nested(98, "\"$(", "1", ")\"")), ("indices", "print " + nested(198, "$x[", "1", "]")),
        ("negations", "print " + nested(198, "not ", "$x", "")), ("signs", "print " + nested(198, "- ", "$x", "")),
        ("commands", "echo " + nested(198, "[", "$x", "]")),
        ("sums", "print $x" + String(repeating: " + 1", count: 498)),
        ("products", "print $x" + String(repeating: " * 1", count: 498)),
        ("conjunctions", "print $x" + String(repeating: " and $x", count: 498)),
        ("disjunctions", "if $x" + String(repeating: " or $x", count: 498) + " { print 1 }"),
        ("fallbacks", "print $x" + String(repeating: " ?? 1", count: 198)),
        ("texts", "let y = \"a\"" + String(repeating: " + \"b$(x)\"", count: 498)),
        ("chains in arguments", "echo $(1" + String(repeating: " + $x", count: 498) + ")"),
        ("paths", "print $x" + String(repeating: ".a", count: 3000)),
        ("branches", "if $x { }" + String(repeating: " else if $x { }", count: 3000)),
        ("expectations", "expect " + nested(198, "(", "$x.y + 1", ")") + " == 1"),
    ]

    /// The codes of what is found on a thread with so large a stack.
    private func codes(_ text: String, stack: Int) async -> [String] {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                let found = Library().check("let x = 1\n" + text + "\n").filter { $0.severity == .error }
                continuation.resume(returning: found.map(\.code.rawValue))
            }
            thread.stackSize = stack
            thread.start()
        }
    }

    @Test(arguments: texts.indices)
    func aSmallStackEndsNothing(_ index: Int) async {
        let (name, text) = SmallStackTests.texts[index]
        let small = await codes(text, stack: 512 << 10)
        #expect(small.allSatisfy { $0 == "too-deep" || $0 == "foreign-keyword" }, "\(name) \(small)")
        let large = await codes(text, stack: 16 << 20)
        #expect(large.allSatisfy { $0 == "foreign-keyword" }, "\(name) \(large)")
    }

    @Test func theErrorSaysThatTheStackIsTooSmall() async {
        let text = SmallStackTests.texts[0].text
        let found = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: Library().check("let x = 1\n" + text)) }
            thread.stackSize = 512 << 10
            thread.start()
        }
        #expect(found.map(\.code) == ["too-deep"])
        #expect(found.first?.message.contains("the stack of this thread") == true)
    }

    /// A long script is parsed again while it runs: what does not fit the stack there ends the run, and is never left out.
    @Test func aLongScriptThatFitsNoSmallStackFails() async {
        let lines = String(repeating: "set x = 2\n", count: 600)
        let text = "let x = 1\n" + lines + SmallStackTests.texts[0].text + "\n"
        let source = SourceFile(name: "long", text: text)
        let program = await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(returning: Compiler(commands: CommandTable()).compile(source).program)
            }
            thread.stackSize = 16 << 20
            thread.start()
        }
        let outcome: Outcome? = await withCheckedContinuation { continuation in
            let thread = Thread {
                let machine = Machine(configuration: MachineConfiguration(commands: CommandTable()))
                guard let program else { return continuation.resume(returning: nil) }
                machine.load(program)
                let scheduler = Scheduler(machine) { _ in }
                while scheduler.outcome == nil { _ = scheduler.next() }
                continuation.resume(returning: scheduler.outcome)
            }
            thread.stackSize = 512 << 10
            thread.start()
        }
        guard case .failure(let failure)? = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(failure.diagnostic.code == "too-deep")
    }
}
