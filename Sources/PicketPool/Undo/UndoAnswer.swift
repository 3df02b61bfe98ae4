package import PicketRuntime

/// What can be said about undoing the latest write of a session.
package enum UndoAnswer: Sendable {
    /// Nothing was written.
    case nothing
    /// It is undone, or was an undo itself.
    case done(write: Shown<String>)
    /// Nobody knows whether it took effect.
    case inDoubt(write: Shown<String>, connection: Shown<String>?)
    /// It took no effect, as a later read showed.
    case ineffective(write: Shown<String>)
    /// It has no inverse, or none that is known. The reason is one phrase.
    case none(write: Shown<String>, reason: Shown<String>)
    /// It was done on another platform than the current one.
    case elsewhere(write: Shown<String>, platform: Shown<String>)
    case inverse(Inverse)
}
