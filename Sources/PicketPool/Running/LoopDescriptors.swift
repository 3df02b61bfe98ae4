import PicketSystem

/// Why no event loop can be created.
package struct LoopProblem: Error, Sendable {
    /// One line for people, in lower case.
    package let message: String
}

/// How many files an event loop opens.
enum LoopDescriptors: Int {
    /// For its sockets, its wake-ups and its timers.
    case toRun = 3
    /// The dispatch library, which closes a loop, opens two more, and another one now and then to look at its threads.
    /// Meanwhile connections and the resolver of names may have two.
    case toRunAndClose = 8

    func check() throws(LoopProblem) {
        guard FreeDescriptors.allow(rawValue) else {
            throw LoopProblem(
                message: "too many files are open: nothing can be sent without \(rawValue) more "
                    + "(`ulimit -n` says how many may be open)")
        }
    }
}
