import Picket
import Testing

@testable import PicketRuntime

/// Scripts that are too long to be compiled at once.
@Suite struct LongScriptTests {
    /// What a script prints, compiled so many statements at a time.
    private func run(_ text: String, chunkSize: Int) throws -> [String] {
        let source = SourceFile(name: "long.picket", text: text)
        let compilation = Compiler(commands: CommandTable(), chunkSize: chunkSize).compile(source)
        #expect(compilation.diagnostics.isEmpty)
        let machine = Machine(configuration: MachineConfiguration(commands: CommandTable()))
        machine.load(try #require(compilation.program))
        var lines: [String] = []
        let scheduler = Scheduler(machine) { event in
            if case .printed(let line) = event { lines.append(line) }
        }
        while scheduler.outcome == nil { #expect(scheduler.next()?.signal != .command) }
        return lines
    }

    /// Names, values and texts outlive the chunk that made them, and a def may stand below its first call.
    @Test func chunksShareNamesValuesAndDefs() throws {
        var text = "let all = []\nlet longest = \"\"\n"
        for number in 0..<3_000 {
            text += "append all \"a text that does not fit into a cell, number \(number)\"\n"
            if number % 500 == 0 { text += "set longest = longer($longest, $all[\(number)])\n" }
        }
        text += "print len($all), $all[17], $longest\n"
        text += "def longer(left, right) { if len($left) > len($right) { return $left }\n return $right }\n"
        let expected = try run(text, chunkSize: .max)
        #expect(expected.count == 1)
        #expect(try run(text, chunkSize: 7) == expected)
        #expect(try run(text, chunkSize: 512) == expected)
    }

    /// The code of what has run is given up: the machine holds one chunk, however long the script.
    @Test func codeThatHasRunIsGivenUp() throws {
        let source = SourceFile(
            name: "long.picket", text: String(repeating: "for x in [1, 2] parallel 2 { print $x }\n", count: 1_000))
        let compilation = Compiler(commands: CommandTable(), chunkSize: 10).compile(source)
        let machine = Machine(configuration: MachineConfiguration(commands: CommandTable()))
        machine.load(try #require(compilation.program))
        var most = 0
        let scheduler = Scheduler(machine) { _ in most = max(most, machine.functions.count) }
        while scheduler.outcome == nil { _ = scheduler.next() }
        #expect(most == 11)
    }
}
