/// `--continue-on-error`: an unhandled failure ends only the current round of a loop.
extension Machine {
    /// Whether a surrounding `catch`, `within` or `retry` would handle a failure.
    func isHandled(_ failure: Failure) -> Bool {
        isHandledOutside(failure)
            || blocks.contains { block in
                block.kind == .handler && failure.isCaught || block.kind == .attempt && failure.endsAttemptOnly
            }
    }

    /// The same for the surroundings of this iteration's parallel loop.
    func isHandledOutside(_ failure: Failure) -> Bool {
        isCaughtOutside && failure.isCaught || isRetriedOutside && failure.endsAttemptOnly
    }

    /// The completion of a failure. If it is only recorded, the next round of the innermost loop follows.
    func completion(of failure: Failure) -> Completion {
        guard continuesOnError, failure.isCatchable, !isHandled(failure), let round = nextRound() else {
            return .failure(failure)
        }
        record(failure)
        return round
    }

    /// The next round of the innermost surrounding loop, in this call or in a caller.
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

    /// The number of blocks that were open before the current round.
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
