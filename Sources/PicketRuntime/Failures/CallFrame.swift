public import PicketSyntax

/// A call in progress where a failure occurred.
public struct CallFrame: Sendable {
    /// The name of the def; nil for an included file.
    public let function: String?
    /// Where the call is.
    public let location: SourceLocation
}

extension Machine {
    static let shownFrames = 64

    /// Adds the calls in progress to a failure that nothing handles.
    func addingFrames(to failure: Failure) -> Failure {
        guard state.pointee.frameCount > 0, failure.frames.isEmpty, !isHandled(failure) else { return failure }
        var failure = failure
        failure.frames = callFrames
        return failure
    }

    /// Records where the code called `exit`, if it is the first call.
    func noteExit(at location: SourceLocation?) {
        guard exitLocation == nil else { return }
        (exitLocation, exitFrames) = (location, callFrames)
    }

    /// The calls in progress, the innermost first.
    private var callFrames: [CallFrame] {
        let count = state.pointee.frameCount
        return (max(0, count - Machine.shownFrames)..<count).reversed().map { index in
            let frame = state.pointee.frames[index]
            let isInnermost = index == count - 1
            let callee = isInnermost ? currentFunction : functions[state.pointee.frames[index + 1].function]
            let place = functions[frame.function].location(at: frame.returnAddress - 1)
            return CallFrame(function: callee.name.isEmpty ? nil : callee.name, location: place)
        }
    }
}
