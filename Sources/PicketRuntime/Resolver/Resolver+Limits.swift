import PicketSyntax

/// Limits of checking: the size of the text, the stack, and interruptions.
extension Resolver {
    /// Counts the bytes of a source; reports an error and returns false if there are too many.
    func take(_ source: SourceFile, at location: SourceLocation?) -> Bool {
        let (total, overflow) = takenBytes.addingReportingOverflow(source.count)
        guard !overflow, total <= options.limits.bytes else {
            report(.sourceTooLarge(source.name, limit: options.limits.bytes, at: location))
            return false
        }
        takenBytes = total
        return true
    }

    /// Whether resolving must not recurse deeper, because too little of the thread's stack is left. Reported once.
    @inline(__always)
    func leavesDeeper(at span: @autoclosure () -> SourceSpan) -> Bool {
        guard ThreadStack.isShort else { return false }
        reportShortStack(at: span())
        return true
    }

    private func reportShortStack(at span: SourceSpan) {
        guard !diagnostics.contains(where: { $0.code == .tooDeep }) else { return }
        report(.stackTooSmall(at: location(span)))
    }

    /// Counts a part of the work, and returns whether to stop.
    @inline(__always)
    func leavesRest() -> Bool { parts?.countPart() ?? false }
}
