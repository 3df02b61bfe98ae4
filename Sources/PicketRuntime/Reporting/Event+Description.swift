import PicketSyntax

// What a host logs must not leak, so these types describe themselves without an answer's content, without the body that was
// sent, and without their stored properties.

extension Event: CustomStringConvertible, CustomReflectable {
    /// The event in one line, safe for a log: a printed line, names, places, and the message of a failure.
    public var description: String {
        switch self {
        case .printed(let text): "printed \(text)"
        case .shown(let text): "shown \(text)"
        case .stepStarted(let name, let location): "step started: \(name) (\(location.shortText))"
        case .stepEnded(let name, let failed): "step \(failed ? "failed" : "ended"): \(name)"
        case .testStarted(let name, _, let location): "test started: \(name) (\(location.shortText))"
        case .testEnded(let name, let result): "test \(result): \(name)"
        case .commandStarted(let name, let location): "command started: \(name) (\(location.shortText))"
        case .commandEnded(let exchange): "command ended: \(exchange)"
        case .held(let location): "expectation held (\(location.shortText))"
        case .recorded(let failure): "recorded: \(failure)"
        case .attemptFailed(let failure): "attempt failed: \(failure)"
        }
    }

    public var customMirror: Mirror { .closed(self) }
}

extension TestResult: CustomStringConvertible, CustomReflectable {
    /// `passed`, `failed: …` or `skipped: …`
    public var description: String {
        switch self {
        case .passed: "passed"
        case .failed(let failure): "failed: \(failure)"
        case .skipped(let reason): reason.isEmpty ? "skipped" : "skipped: \(reason)"
        }
    }

    public var customMirror: Mirror { .closed(self) }
}

extension TimedEvent: CustomStringConvertible, CustomReflectable {
    /// The event after its time: `12ms printed hello`
    public var description: String { "\(DurationText.language(time)) \(event)" }
    public var customMirror: Mirror { .closed(self) }
}

extension Exchange: CustomStringConvertible, CustomReflectable {
    /// The command, its place and its status, without any body.
    public var description: String { "\(command) \(response) (\(location.shortText))" }
    public var customMirror: Mirror { .closed(self) }
}

extension Response: CustomStringConvertible, CustomReflectable {
    /// The status, or why there is none. It never contains the body, a header or what was sent.
    public var description: String {
        if let status { return "status \(status)" }
        return failureReason.map { "without an answer (\($0.code))" } ?? error.map { _ in "failed" } ?? "done"
    }

    public var customMirror: Mirror { .closed(self) }
}

extension Failure: CustomStringConvertible, CustomReflectable {
    /// `command-failed: `order`: only 3 are left (shop.picket:2:1)`. Known secrets are hidden.
    public var description: String {
        "\(fault.code): \(fault.message)" + (fault.location.map { " (\($0.shortText))" } ?? "")
    }

    public var customMirror: Mirror { .closed(self) }
}

extension ValueMap: CustomStringConvertible, CustomReflectable {
    /// The text that `print` writes, with secrets hidden.
    public var description: String { Value.map(self).description }
    public var customMirror: Mirror { .closed(self) }
}

extension Value: CustomReflectable {
    /// `dump` and debuggers get no part of a value, because a part may be secret.
    public var customMirror: Mirror { .closed(self) }
}

extension ScriptError: CustomReflectable {
    public var customMirror: Mirror { .closed(self) }
}

extension SourceLocation {
    /// `shop.picket:2:1`
    fileprivate var shortText: String {
        let (line, column) = position
        return "\(source.name):\(line):\(column)"
    }
}

extension Mirror {
    /// A mirror that shows no stored property.
    fileprivate static func closed(_ subject: Any) -> Mirror {
        Mirror(subject, children: [(label: String?, value: Any)]())
    }
}
