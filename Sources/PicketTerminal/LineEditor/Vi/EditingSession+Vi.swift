extension EditingSession {
    func performVi(_ command: Command, _ key: UInt32, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        switch command {
        case .viOperate: return operate(key, nil, &buffer)
        case .viCount: return count(from: key, &buffer)
        case .viPut, .viPutBefore: return put(before: command == .viPutBefore, 1, &buffer)
        case .viRepeat: return repeatChange(&buffer)
        case .viFirstInLine: buffer.cursor = buffer.firstInLine(at: buffer.cursor)
        case .viLastInLine: buffer.cursor = buffer.lastInLine
        default: return insert(key, &buffer)
        }
        return .done
    }

    /// Moves to the place of `I`, `A` or `a`, and begins to insert.
    private func insert(_ key: UInt32, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        let line = buffer.line(at: buffer.cursor)
        switch Unicode.Scalar(key) {
        case "I": buffer.cursor = buffer.firstInLine(at: buffer.cursor)
        case "A": buffer.cursor = line.upperBound
        default: if buffer.cursor < line.upperBound { buffer.cursor = buffer.boundary(after: buffer.cursor) }
        }
        here.line.push(KeyCode.viInsertMode.rawValue)
        return .done
    }

    // MARK: Operators

    /// Reads the motion of an operator, and carries both out.
    private func operate(_ key: UInt32, _ count: Int?, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let scalar = Unicode.Scalar(key), let meaning = ViKeys.meaning(of: scalar) else { return .beep }
        var change = ViChange(operation: meaning.operation, motion: meaning.motion ?? " ", count: count ?? 1)
        if meaning.motion == nil {
            guard let motion = nextScalar() else { return .done }
            var next = motion
            if let digit = next.digit, digit > 0 {
                guard let (number, follower) = number(from: digit) else { return .done }
                (change.count, next) = (min(number * change.count, Self.countLimit), follower)
            }
            change.motion = next
            if ViKeys.finds.contains(next.value) {
                guard let target = nextScalar() else { return .done }
                change.target = target
            }
        }
        return carryOut(change, &buffer)
    }

    private func carryOut(_ change: ViChange, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let piece = buffer.apply(change) else { return .beep }
        kills.keep(piece)
        if change.operation != .yank { latestChange = (change, buffer.scalars) }
        if change.operation == .change { here.line.push(KeyCode.viInsertMode.rawValue) }
        return .done
    }

    /// Repeats the latest operator. If something else has changed the text since, libedit repeats that.
    private func repeatChange(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let latestChange, latestChange.after == buffer.scalars else {
            here.line.push(KeyCode.viRedo.rawValue)
            return .done
        }
        return carryOut(latestChange.change, &buffer)
    }

    private func put(before: Bool, _ count: Int, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let piece = kills.latest else { return .beep }
        for _ in 0..<count { buffer.put(piece, before: before) }
        return .done
    }

    // MARK: Counts

    private static let countLimit = 1_000

    /// Reads the rest of a count and the command after it, and repeats the command.
    private func count(from key: UInt32, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let digit = Unicode.Scalar(key)?.digit, let (count, command) = number(from: digit) else { return .done }
        if ViKeys.meaning(of: command) != nil { return operate(command.value, count, &buffer) }
        if command == "p" || command == "P" { return put(before: command == "P", count, &buffer) }
        var keys = [command.value]
        if ViKeys.finds.contains(command.value) {
            guard let target = nextScalar() else { return .done }
            keys.append(target.value)
        } else if !ViKeys.repeated.contains(command.value) {
            here.line.push(keys)
            return .done
        }
        here.line.push(Array(repeating: keys, count: count).flatMap { $0 })
        return .done
    }

    /// Returns the number that begins with a digit, and the key after it; nil if there is no such key.
    private func number(from digit: Int) -> (number: Int, follower: Unicode.Scalar)? {
        var number = digit
        while let next = nextScalar() {
            guard let digit = next.digit else { return (number, next) }
            number = min(number * 10 + digit, Self.countLimit)
        }
        return nil
    }

    /// Returns the next key, with the arrow keys as the motions that they stand for; nil if it is the escape key or the
    /// line has ended.
    private func nextScalar() -> Unicode.Scalar? {
        guard case .scalar(let key) = here.line.nextKey(), key != 0x1B else { return nil }
        switch KeyCode(rawValue: key) {
        case .left: return "h"
        case .right: return "l"
        case .up: return "k"
        case .down: return "j"
        case .home: return "0"
        case .end: return "$"
        default: return Unicode.Scalar(key)
        }
    }
}

extension Unicode.Scalar {
    /// The value of a digit; nil for another character.
    fileprivate var digit: Int? { ("0"..."9").contains(self) ? Int(value) - 0x30 : nil }
}
