import NIOCore
import PicketPool

/// Undoing the latest write.
extension LineRunner {
    /// What can be said about undoing the latest write.
    var undo: UndoAnswer { (try? thread.perform { [core] in core.value.executor.undo }) ?? .nothing }

    /// The number of the latest write; nil for none.
    var latestWriteNumber: Int? { (try? thread.perform { [core] in core.value.executor.latestWriteNumber }) ?? nil }

    /// Records that the latest write is undone, or was itself an undo.
    func markUndone() { _ = try? thread.perform { [core] in core.value.executor.markUndone() } }
}
