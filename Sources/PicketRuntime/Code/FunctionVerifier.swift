import PicketSyntax

/// Checks, in debug builds only, the rules that a machine relies on in generated code.
///
/// A machine reads registers, constants and tables without bounds checks. Without the verifier, a bug of the compiler
/// would show up far from its cause, or not at all.
struct FunctionVerifier {
    private let function: Function

    init(_ function: Function) { self.function = function }

    /// Describes the first instruction that breaks a rule; nil for valid code.
    var problem: String? {
        guard function.instructionCount > 0 else { return "there is no code" }
        guard function.spans.count == function.instructionCount else {
            return "instructions and places differ in number"
        }
        // An operand holds at most this many registers; a higher one would have been truncated.
        guard function.registerCount <= Generator.registerLimit else { return "the frame has too many registers" }
        for index in 0..<function.instructionCount {
            if let problem = problem(at: index) {
                return "\(index) \(function.instruction(at: index).operation): \(problem)"
            }
        }
        if !endsControl(function.instruction(at: function.instructionCount - 1).operation) {
            return "control runs out of the code"
        }
        return problemOfTables
    }

    private func problem(at index: Int) -> String? {
        for operand in function.operands(at: index) {
            if let problem = problem(of: operand) { return problem }
        }
        return problemOfPair(at: index)
    }

    private func problem(of operand: CodeOperand) -> String? {
        switch operand {
        case .registers(let registers):
            return registers.upperBound <= function.registerCount
                ? nil : "register \(registers.upperBound - 1) is outside of the frame"
        case .constant(let index):
            return isWithin(index, function.constantCount) ? nil : "there is no constant \(index)"
        case .literals(let range):
            return range.lowerBound >= 0 && range.upperBound <= function.literalCount
                ? nil : "there are no literals \(range)"
        case .target(let index): return isWithin(index, function.instructionCount) ? nil : "it leads out of the code"
        case .template(let start): return problem(ofTemplate: start)
        case .site(let site, let index):
            return isWithin(index, function.count(of: site)) ? nil : "there is no \(site.rawValue) site \(index)"
        case .function(let index), .hostFunction(let index), .far(let index):
            return index >= 0 ? nil : "a negative index"
        case .global(let offset): return offset >= 0 && offset & 15 == 0 ? nil : "no register stands at \(offset)"
        case .integer, .word: return nil
        }
    }

    private func isWithin(_ index: Int, _ count: Int) -> Bool { index >= 0 && index < count }

    /// Checks instructions that come in pairs: the first reads the second, or relies on its effect.
    private func problemOfPair(at index: Int) -> String? {
        let next = index + 1 < function.instructionCount ? function.instruction(at: index + 1).operation : nil
        switch function.instruction(at: index).operation {
        case .testEqual, .testNotEqual, .testLess, .testLessOrEqual, .testGreater, .testGreaterOrEqual,
            .testEqualImmediate, .testNotEqualImmediate, .testLessImmediate, .testLessOrEqualImmediate,
            .testGreaterImmediate, .testGreaterOrEqualImmediate, .enterTest:
            return next == .jump ? nil : "no jump follows"
        case .expect: return next == .jump && function.isSiteWord(at: index + 2) ? nil : "no jump and no site follow"
        case .addNext: return next == .rangeNext ? nil : "no `rangeNext` follows"
        case .attemptDelay: return next == .loop ? nil : "no jump to the next attempt follows"
        default: return nil
        }
    }

    private func endsControl(_ operation: Opcode) -> Bool {
        switch operation {
        case .end, .endInclude, .endChunk, .returnNull, .returnValue, .jump, .loop: return true
        default: return false
        }
    }

    /// Checks that a template's pieces are registers of the frame or ranges of the text.
    private func problem(ofTemplate start: Int) -> String? {
        guard isWithin(start, function.templateCount) else { return "there is no template \(start)" }
        let count = Int(function.templates[start])
        guard start + 2 * count < function.templateCount else { return "the template is cut short" }
        for piece in 0..<count {
            let first = function.templates[start + 1 + 2 * piece]
            let length = Int(function.templates[start + 2 + 2 * piece])
            if first & Template.register != 0 {
                let register = Int(first & ~Template.register) >> 4
                if register >= function.registerCount { return "register \(register) is outside of the frame" }
            } else if Int(first) + length > function.templateTextCount {
                return "a piece is outside of the text"
            }
        }
        return nil
    }

    /// Checks the entries of the tables.
    private var problemOfTables: String? {
        for site in function.commandSites {
            if site.checks.upperBound > function.checkCount { return "a call's checks are outside of the table" }
            if site.spreads.upperBound > function.sites.mapArguments.count {
                return "a call's maps are outside of the table"
            }
        }
        for site in function.sites.parallels {
            for capture in site.captures where capture >> 4 >= function.registerCount {
                return "an iteration gets register \(capture >> 4), which is outside of the frame"
            }
        }
        for body in function.sites.loops where body.lowerBound < 0 || body.upperBound >= function.instructionCount {
            return "a loop's body is outside of the code"
        }
        return nil
    }
}

extension Function {
    func count(of site: CodeSite) -> Int {
        switch site {
        case .command: return commandSites.count
        case .expectation: return sites.expectations.count
        case .spread: return sites.spreads.count
        case .parallel: return sites.parallels.count
        case .parameter: return sites.parameters.count
        case .secret: return sites.secrets.count
        }
    }
}

extension Generator {
    /// Stops a debug build if generated code breaks a rule.
    static func verify(_ functions: [Function]) -> Bool {
        for function in functions {
            guard let problem = FunctionVerifier(function).problem else { continue }
            assertionFailure("unsound code of `\(function.name)` in \(function.source.name): \(problem)")
            return false
        }
        return true
    }
}
