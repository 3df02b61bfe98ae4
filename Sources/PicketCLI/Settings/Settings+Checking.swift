import NIOCore
import PicketPool
import PicketRuntime

extension Settings {
    /// What ends the checking of a text that begins now: `--deadline` bounds it as it bounds a run.
    func checkingLimit() -> () -> Failure? {
        guard let deadline else { return { nil } }
        let end = NIODeadline.now() + min(deadline, .longest)
        return { NIODeadline.now() < end ? nil : .deadline(deadline) }
    }
}
