/// `--continue-on-error`: a failure that nothing around would handle ends its round of a loop, and no more.
extension Machine {
    /// Whether a `catch`, a `within` or a `retry` around would handle a failure.
    func isHandled(_ failure: Failure) -> Bool {
        isHandledOutside(failure)
            || blocks.contains { block in
                block.kind == .handler && failure.isCaught || block.kind == .attempt && failure.endsAttemptOnly
            }
    }

    /// The same of what is around the parallel loop of this iteration.
    func isHandledOutside(_ failure: Failure) -> Bool {
        isCaughtOutside && failure.isCaught || isRetriedOutside && failure.endsAttemptOnly
    }

    /// Where control goes because of a failure: on with the next round of the innermost loop, if it is only recorded.
    func completion(of failure: Failure) -> Completion {
        guard continuesOnError, failure.isCatchable, !isHandled(failure), let round = nextRound() else {
            return .failure(failure)
        }
        record(failure)
        return round
    }

    /// The next round of the innermost loop around what runs now, in this call or in one that led here.
    private func nextRound() -> Completion? {
        var function = currentFunction
        var counter = state.pointee.counter
        for frameCount in (0...state.pointee.frameCount).reversed() {
            let place = counter - UnsafePointer(function.instructions) - 1
            if let body = function.sites.loops.first(where: { $0.contains(place) }) {
                let start = UnsafePointer(function.instructions) + body.lowerBound
                let end = UnsafePointer(function.instructions) + body.upperBound
                return .nextRound(end, blockCount: blockCount(before: start..<end, frameCount), frameCount: frameCount)
            }
            guard frameCount > 0 else { return nil }
            let frame = state.pointee.frames[frameCount - 1]
            function = functions[frame.function]
            counter = frame.returnAddress
        }
        return nil
    }

    /// How many blocks were entered before the round in progress.
    private func blockCount(before body: Range<UnsafePointer<Instruction>>, _ frameCount: Int) -> Int {
        var count = blocks.count
        while count > 0 {
            let block = blocks[count - 1]
            let isInside = block.place.map { body.lowerBound < $0 && $0 <= body.upperBound } ?? false
            guard block.frameCount > frameCount || block.frameCount == frameCount && isInside else { break }
            count -= 1
        }
        return count
    }
}
