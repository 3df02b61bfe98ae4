/// Compiles a pattern into instructions.
struct RegexCompiler {
    private var instructions: [RegexInstruction] = []
    /// The number of compiled nodes. A repetition of nothing emits no instruction, but takes time too.
    private var visits = 0
    private let tooLarge: RegexError

    private init(tooLarge: RegexError) {
        self.tooLarge = tooLarge
    }

    /// - Parameter work: grows by the cost, in steps of a search.
    static func compile(
        _ node: RegexNode, _ parser: RegexParser, work: inout Int
    ) throws(RegexError) -> RegexProgram {
        var compiler = RegexCompiler(tooLarge: .programTooLarge(parser.span(from: 0, to: .max)))
        // The search for the first bytes visits many instructions for each ASCII character.
        defer { work += 8 * compiler.visits + 64 * compiler.instructions.count }
        try compiler.emit(node)
        compiler.instructions.append(.accept)
        var program = RegexProgram(instructions: compiler.instructions, sets: parser.sets)
        var prefix = RegexPrefix()
        let isComplete = prefix.collect(node)
        program.prefix = prefix.bytes
        program.isLiteral = isComplete && !prefix.hasConditions && !prefix.bytes.isEmpty
        program.isAnchored = node.isAnchored
        program.firstBytes = program.possibleFirstBytes()
        return program
    }

    private mutating func emit(_ node: RegexNode) throws(RegexError) {
        visits += 1
        guard visits <= RegexLimits.programSize, instructions.count <= RegexLimits.programSize else { throw tooLarge }
        switch node {
        case .empty: break
        case .scalar(let scalar): instructions.append(.scalar(scalar))
        case .folded(let scalar): instructions.append(.folded(scalar))
        case .any: instructions.append(.any)
        case .anyButNewline: instructions.append(.anyButNewline)
        case .set(let index): instructions.append(.set(Int32(index)))
        case .assertion(let assertion): instructions.append(.assertion(assertion))
        case .group(let node, let number):
            instructions.append(.save(slot: Int32(2 * number)))
            try emit(node)
            instructions.append(.save(slot: Int32(2 * number + 1)))
        case .sequence(let nodes):
            for node in nodes { try emit(node) }
        case .alternatives(let nodes): try emit(alternatives: nodes)
        case .repetition(let node, let repetition): try emit(node, repetition)
        }
    }

    private mutating func emit(alternatives nodes: [RegexNode]) throws(RegexError) {
        var exits: [Int] = []
        for node in nodes.dropLast() {
            let split = reserve()
            try emit(node)
            exits.append(reserve())
            instructions[split] = .split(Int32(split + 1), next)
        }
        if let last = nodes.last { try emit(last) }
        for exit in exits { instructions[exit] = .jump(next) }
    }

    private mutating func emit(_ node: RegexNode, _ repetition: RegexRepetition) throws(RegexError) {
        guard let maximum = repetition.maximum else { return try emit(endless: node, repetition) }
        for _ in 0..<repetition.minimum { try emit(node) }
        // Each optional repetition skips all that follow.
        var splits: [Int] = []
        for _ in repetition.minimum..<maximum {
            splits.append(reserve())
            try emit(node)
        }
        for split in splits { instructions[split] = choice(Int32(split + 1), next, repetition) }
    }

    private mutating func emit(endless node: RegexNode, _ repetition: RegexRepetition) throws(RegexError) {
        for _ in 1..<max(repetition.minimum, 1) { try emit(node) }
        // A body that may be empty is tried once before the loop tests again, as in a backtracking engine; otherwise
        // `(|a)*` would prefer `a`.
        let isLoopFirst = repetition.minimum == 0 && !node.isNullable
        let skip = repetition.minimum == 0 ? reserve() : nil
        let body = next
        try emit(node)
        if isLoopFirst, let skip {
            instructions.append(.jump(Int32(skip)))
        } else {
            instructions.append(choice(body, next + 1, repetition))
        }
        if let skip { instructions[skip] = choice(Int32(skip + 1), next, repetition) }
    }

    private func choice(_ body: Int32, _ exit: Int32, _ repetition: RegexRepetition) -> RegexInstruction {
        repetition.isGreedy ? .split(body, exit) : .split(exit, body)
    }

    private var next: Int32 { Int32(instructions.count) }

    /// Reserves an instruction that is set later.
    private mutating func reserve() -> Int {
        instructions.append(.accept)
        return instructions.count - 1
    }
}
