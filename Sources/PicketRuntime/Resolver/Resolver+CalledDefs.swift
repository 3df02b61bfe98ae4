import PicketSyntax

/// Checks of defs that depend on their callers. Each check visits every call once.
extension Resolver {
    func checkCalledDefinitions() {
        checkParallelBodies()
        checkTests()
    }

    /// Reports defs that change top-level names and are called from parallel bodies. Each change is reported once, with
    /// the first such loop.
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

    /// Visits the defs that the given ones call, each once.
    private func visit(from first: [Int], _ seen: inout Set<Int>, _ body: (FunctionNames) -> Void) {
        var open = first
        while let index = open.popLast() {
            guard seen.insert(index).inserted, let callee = conducts[index] else { continue }
            open += callee.calledDefinitions
            body(callee)
        }
    }
}
