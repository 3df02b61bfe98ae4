// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

@c @implementation public func picket_options_set_events(_ options: OpaquePointer?, _ kinds: UInt32) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        guard kinds & ~UInt32(EventKinds.all.rawValue) == 0 else { throw .notAllowed("there is no such kind of event") }
        handle.options.events = EventKinds(rawValue: UInt8(kinds))
    }
}

@c @implementation public func picket_run_event_count(_ run: OpaquePointer?) -> Int {
    RunHandle.at(run)?.events.count ?? 0
}

@c @implementation public func picket_run_event(
    _ run: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    returned(by: run, length, index: index) { handle in handle.events[index].map { handle.eventText.json($0) } }
}

@c @implementation public func picket_run_drop_events(_ run: OpaquePointer?) -> picket_status {
    .change(RunHandle.at(run)) { handle in handle.events.removeAll() }
}

// MARK: Limits

@c @implementation public func picket_options_set_on_limit(
    _ options: OpaquePointer?, _ body: picket_limit_body?, _ context: UnsafeMutableRawPointer?
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle in
        guard let body else {
            handle.options.onLimit = nil
            return
        }
        let host = HostBody(function: body, context: context)
        handle.options.onLimit = { reached in
            guard var forC = picket_limit_reached(reached) else { return .stop }
            let more = host.function(host.context, &forC)
            guard more > 0 else { return .stop }
            // A deadline grows by milliseconds.
            let amount = reached.limit == .deadline ? (more - 1) / 1_000_000 + 1 : more
            return .extend(by: Int(clamping: amount))
        }
    }
}

extension picket_limit_reached {
    /// nil for a limit that does not grow.
    fileprivate init?(_ reached: LimitReached) {
        let limit: picket_limit
        switch reached.limit {
        case .steps: limit = PICKET_LIMIT_STEPS
        case .memory: limit = PICKET_LIMIT_MEMORY
        case .outputBytes: limit = PICKET_LIMIT_OUTPUT_BYTES
        case .outputLines: limit = PICKET_LIMIT_OUTPUT_LINES
        case .recorded: limit = PICKET_LIMIT_RECORDED
        case .events: limit = PICKET_LIMIT_EVENTS
        case .deadline: limit = PICKET_LIMIT_DEADLINE
        case .depth, .regex, .timeout: return nil
        }
        let used = reached.usage
        self.init(
            limit: limit, steps: Int64(used.steps), peak_bytes: Int64(used.peakBytes), commands: Int64(used.commands),
            nanoseconds: used.time.wholeNanoseconds)
    }
}
