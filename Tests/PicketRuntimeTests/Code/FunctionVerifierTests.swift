import PicketSyntax
import Testing

@testable import PicketRuntime

/// Code that a machine must not run is found where it was made.
@Suite struct FunctionVerifierTests {
    private func problem(registers: Int = 4, _ build: (inout FunctionBuilder) -> Void) -> String? {
        var builder = FunctionBuilder()
        builder.registerCount = registers
        build(&builder)
        let function = Function(builder, name: "f", source: SourceFile(name: "test", text: ""), parameterCount: 0)
        return FunctionVerifier(function).problem
    }

    private func problem(_ instructions: Instruction...) -> String? {
        problem { builder in for instruction in instructions { builder.emit(instruction, at: SourceSpan(0, 0)) } }
    }

    private let end = Instruction(.end)

    @Test func soundCodeHasNoProblem() {
        #expect(problem(end) == nil)
        #expect(problem(Instruction(.loadInteger, a: 48, wide: 7), Instruction(.returnValue, a: 48)) == nil)
        #expect(problem(Instruction(.testLess, a: 0, b: 16), Instruction(.jump, wide: 0), end) == nil)
    }

    @Test func registersStandInTheFrame() {
        #expect(problem(Instruction(.move, a: 64, b: 0), end)?.contains("register 4") == true)
        #expect(problem(Instruction(.add, a: 0, b: 0, c: 64), end)?.contains("register 4") == true)
        #expect(problem(Instruction(.newList, a: 0, b: 32, c: 3), end)?.contains("register 4") == true)
        #expect(problem(Instruction(.rangePrepare, a: 32, wide: 0), end)?.contains("register 4") == true)
        #expect(problem(Instruction(.slice, a: 0, b: 0, c: 48), end)?.contains("register 4") == true)
    }

    @Test func jumpsStayInTheCode() {
        #expect(problem(Instruction(.jump, wide: 1), end)?.contains("leads out") == true)
        #expect(problem(Instruction(.loop, wide: -2), end)?.contains("leads out") == true)
        #expect(problem(Instruction(.move, a: 0, b: 0))?.contains("runs out") == true)
    }

    @Test func pairsFollowEachOther() {
        #expect(problem(Instruction(.testEqual, a: 0, b: 0), end)?.contains("no jump follows") == true)
        #expect(problem(Instruction(.expect, a: 0, b: 0), Instruction(.jump, wide: 0), end)?.contains("site") == true)
        #expect(problem(Instruction(.addNext, a: 0, b: 0, c: 0), end)?.contains("rangeNext") == true)
        #expect(problem(Instruction(.attemptDelay, a: 0), end) != nil)
    }

    @Test func tablesHoldWhatInstructionsName() {
        #expect(problem(Instruction(.loadConstant, a: 0, wide: 0), end)?.contains("constant 0") == true)
        #expect(problem(Instruction(.getField, a: 0, b: 0, c: 16), end)?.contains("constant 1") == true)
        #expect(problem(Instruction(.loadLiterals, flag: 2, a: 0, wide: 0), end)?.contains("literals") == true)
        #expect(problem(Instruction(.secret, a: 0, wide: 0), end)?.contains("secret site 0") == true)
        #expect(problem(Instruction(.command, a: 0, wide: 0), end)?.contains("command site 0") == true)
        #expect(problem(Instruction(.interpolate, a: 0, wide: 0), end)?.contains("template 0") == true)
        let long = problem { builder in
            let template = builder.template([.register(64)])
            builder.emit(Instruction(.interpolate, a: 0, wide: template), at: SourceSpan(0, 0))
            builder.emit(Instruction(.end), at: SourceSpan(0, 0))
        }
        #expect(long?.contains("register 4") == true)
        #expect(
            problem(registers: Compiler.registerLimit + 1) { $0.emit(Instruction(.end), at: SourceSpan(0, 0)) } != nil)
    }
}
