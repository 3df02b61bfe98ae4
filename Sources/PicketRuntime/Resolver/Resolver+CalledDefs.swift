import PicketSyntax

/// What a def must not do where it is called: each check walks the calls once, so that its cost grows with their number.
extension Resolver {
    func checkCalledDefinitions() {
        checkParallelBodies()
        checkTests()
    }

    /// Reports defs called from parallel bodies that change top-level names; each change once, with the first such loop.
    private func checkParallelBodies() {
        var seen: Set<Int> = []
        for (body, span) in parallelBodies {
            visit(from: Array(body.calledDefinitions), &seen) { callee in
                for change in callee.changedGlobals {
                    report(
                        .changesOuterNameThroughCall(
                            change.name, definition: callee.name,
                            at: SourceLocation(source: callee.source, span: change.span),
                            loop: SourceLocation(source: body.source, span: span)))
                }
            }
        }
    }

    /// Reports defs called from tests that call `exit`.
    private func checkTests() {
        var seen: Set<Int> = []
        for (function, call) in testCalls.sorted(by: { $0.key < $1.key }) {
            visit(from: [function], &seen) { callee in
                guard let exit = callee.exit else { return }
                report(
                    .exitInTestThroughCall(
                        definition: callee.name, at: SourceLocation(source: callee.source, span: exit), call: call))
            }
        }
    }

    /// Visits the defs that are called from some others, each once in all.
    private func visit(from first: [Int], _ seen: inout Set<Int>, _ body: (FunctionNames) -> Void) {
        var open = first
        while let index = open.popLast() {
            guard seen.insert(index).inserted, let callee = conducts[index] else { continue }
            open += callee.calledDefinitions
            body(callee)
        }
    }
}
