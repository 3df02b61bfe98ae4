import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What lines have deferred to the session's end.
extension ReplSession {
    /// Runs it, the latest first: also after a signal that ended the session, but a further one ends what runs.
    func runDeferred() {
        while runner.loadDeferred() {
            let interrupter = Interrupter(relay: nil)
            interruptions?.aim(at: [RunInterruption { interrupter.receive(SIGINT) }], new: [])
            let report = makeReport("", SourceFile(name: "<deferred>", text: ""))
            let outcome = run(gateForLine, interrupter, report)
            interruptions?.aim(at: [])
            if case .failure(let failure) = outcome { show(failure) }
            showNotices()
        }
    }
}
