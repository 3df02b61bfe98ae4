import PicketSyntax

/// What bounds the checking of a text: its size, and whoever waits for it.
extension Resolver {
    /// Takes a source of which everything is read; false after reporting that there are too many bytes.
    func take(_ source: SourceFile, at location: SourceLocation?) -> Bool {
        let (total, overflow) = takenBytes.addingReportingOverflow(source.count)
        guard !overflow, total <= options.limits.bytes else {
            report(.sourceTooLarge(source.name, limit: options.limits.bytes, at: location))
            return false
        }
        takenBytes = total
        return true
    }

    /// Whether no deeper part of the tree may be compiled, because too little of the thread's stack is left; reported once.
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

    /// Counts a part of the work, and says whether the rest is to be left.
    @inline(__always)
    func leavesRest() -> Bool { parts?.countPart() ?? false }
}
