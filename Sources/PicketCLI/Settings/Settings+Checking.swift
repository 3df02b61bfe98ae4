import NIOCore
import PicketPool
import PicketRuntime

extension Settings {
    /// What ends a checking that begins now, of however many texts: `--deadline` bounds it as it bounds a run.
    func checkingLimit() -> () -> Failure? {
        guard let deadline else { return { nil } }
        let end = NIODeadline.now() + min(deadline, .longest)
        return { NIODeadline.now() < end ? nil : .deadline(deadline) }
    }
}
