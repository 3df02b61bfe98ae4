import NIOCore
import PicketPool
import PicketRuntime

extension Settings {
    /// Returns a check for the time limit of a script check that starts now. `--deadline` bounds it like a run.
    func checkingLimit() -> () -> Failure? {
        guard let deadline else { return { nil } }
        let end = NIODeadline.now() + min(deadline, .longest)
        return { NIODeadline.now() < end ? nil : .deadline(deadline) }
    }
}
