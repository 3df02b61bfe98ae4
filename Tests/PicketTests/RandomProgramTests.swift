import Foundation
import Picket
import PicketRuntime
import PicketSyntax
import RandomPrograms
import Testing

/// Programs by chance do what an evaluator of their own says, however they are run.
@Suite struct RandomProgramTests {
    /// As many as the environment asks for; `scripts/fuzz` asks for more than every build can run.
    static let count = ProcessInfo.processInfo.environment["PICKET_RANDOM_PROGRAMS"].flatMap { Int($0) } ?? 160
    static let streams = 8

    @Test(arguments: 0..<streams)
    func everyModeDoesTheSame(stream: Int) {
        var generator = RandomProgramGenerator(seed: 20_261_128 + UInt64(stream))
        var failures = 0
        for _ in 0..<Self.count / Self.streams {
            let program = generator.next()
            let expected = program.effect
            if expected.isTooLarge { continue }
            for mode in Mode.allCases where mode.takes(program) {
                let actual = mode.run(program)
                if actual == expected { continue }
                failures += 1
                if failures > 3 { return }
                Issue.record("\(mode): \(actual)\nexpected: \(expected)\n\(program.text)")
            }
        }
    }

    /// The generator is worth something only if its programs reach what they are made for.
    @Test func theProgramsReachEverything() {
        var generator = RandomProgramGenerator(seed: 1)
        var codes: [String: Int] = [:]
        var texts = ""
        for _ in 0..<1_000 {
            let program = generator.next()
            let failures = program.effect.failures
            for code in failures.isEmpty ? ["none"] : failures { codes[code, default: 0] += 1 }
            texts += program.text
        }
        for code in ["none", "failed", "expectation-failed", "division-by-zero", "index-out-of-range", "missing-key"] {
            #expect(codes[code, default: 0] > 5, "\(code) \(codes)")
        }
        for part in ["try {", "finally {", "defer {", "while ", "continue", "break", "return ", " ?? ", "append "] {
            #expect(texts.contains(part), "\(part)")
        }
    }

    enum Mode: CaseIterable {
        case plain, stressed, chunks, stressedChunks, formatted, padded, inDefinition, inTest, inParallel, inTry,
            prompt

        func takes(_ program: RandomProgram) -> Bool {
            switch self {
            // In a parallel loop nothing around it may change.
            case .inParallel: !program.changesGlobals
            default: true
            }
        }

        func run(_ program: RandomProgram) -> RandomProgram.Effect {
            switch self {
            case .plain: return Runner().run(program.text)
            case .stressed: return Runner(isStressed: true).run(program.text)
            case .chunks: return Runner(chunkSize: 1).run(program.text)
            case .stressedChunks: return Runner(isStressed: true, chunkSize: 2).run(program.text)
            case .formatted:
                return Runner().run(format(SourceFile(name: "loose.picket", text: loosened(program.text))).text)
            case .padded:
                let padding = (0..<600).map { "let _p\($0) = \"a text of some length, \($0)\"\n" }.joined()
                return Runner().run(program.preamble + padding + program.body())
            case .inDefinition:
                return Runner().run(
                    program.preamble + "def whole() {\n" + program.body(indented: 1) + "}\nwhole\n")
            case .inTest:
                return Runner().run(program.preamble + "test whole {\n" + program.body(indented: 1) + "}\n")
            case .inParallel:
                return Runner().run(
                    program.preamble + "for _i in [1] parallel 1 {\n" + program.body(indented: 1) + "}\n")
            case .inTry:
                return Runner().run(
                    program.preamble + "try {\n" + program.body(indented: 1) + "} finally {\n    let _end = 1\n}\n")
            case .prompt: return Runner().enter(program.entries)
            }
        }

        /// The same with other blanks.
        private func loosened(_ text: String) -> String {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                let words = line.drop { $0 == " " }
                return words.isEmpty ? "" : "  \t" + words + "  "
            }.joined(separator: "\n")
        }
    }
}

/// Runs texts, and says what they print and how they fail.
private struct Runner {
    var isStressed = false
    var chunkSize = 512

    func run(_ text: String) -> RandomProgram.Effect {
        let compiler = Compiler(commands: CommandTable(), chunkSize: chunkSize)
        let machine = machine
        return enter(text, compiler, machine).effect
    }

    /// Enters texts one after the other, up to the first that fails. One that only records a failure goes on.
    func enter(_ texts: [String]) -> RandomProgram.Effect {
        let compiler = Compiler(commands: CommandTable(), isInteractive: true)
        let machine = machine
        var effect = RandomProgram.Effect()
        for text in texts {
            let next = enter(text, compiler, machine)
            effect.lines += next.effect.lines
            for code in next.effect.failures { effect.add(failure: code) }
            if next.hasFailed { break }
        }
        return effect
    }

    private var machine: Machine {
        var configuration = MachineConfiguration(commands: CommandTable(), seed: 1)
        configuration.isStressed = isStressed
        return Machine(configuration: configuration)
    }

    private func enter(
        _ text: String, _ compiler: Compiler, _ machine: Machine
    ) -> (effect: RandomProgram.Effect, hasFailed: Bool) {
        let compilation = compiler.compile(SourceFile(name: "random.picket", text: text))
        guard let program = compilation.program else {
            let errors = compilation.diagnostics.filter { $0.severity == .error }
            return (RandomProgram.Effect(lines: ["refused"], failures: errors.map(\.code.rawValue)), true)
        }
        machine.load(program)
        let host = ToyHost(machine, ToyHost.Options())
        var effect = RandomProgram.Effect()
        var hasFailed = false
        if case .failure(let failure) = host.run() {
            effect.add(failure: failure.diagnostic.code.rawValue)
            hasFailed = true
        }
        for event in host.events {
            switch event {
            case .printed(let line), .shown(let line): effect.lines.append(line)
            case .testEnded(_, .failed(let failure)), .recorded(let failure):
                effect.add(failure: failure.diagnostic.code.rawValue)
            default: break
            }
        }
        return (effect, hasFailed)
    }
}
