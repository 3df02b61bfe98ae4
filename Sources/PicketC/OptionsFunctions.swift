// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

final class OptionsHandle: Handle {
    var options = OptionsHandle.defaults
    private var variables: [TextKey: Value] = [:]

    /// A run in C keeps no events unless its host asks for them.
    static var defaults: RunOptions {
        var options = RunOptions()
        options.events = []
        return options
    }

    /// A dictionary takes two spellings of a letter as one, but no name of a script has such letters.
    func setParameter(_ name: String, _ value: Value) throws(CallProblem) {
        guard HostNames.isName(name, hasDashes: true) else {
            throw .notAllowed("`\(name)` is not the name of a `param`")
        }
        options.parameters[name] = value
    }

    func setVariable(_ name: String, _ value: Value) { variables[TextKey(name)] = value }

    /// The options of a run that begins now. Later changes do not affect it.
    var snapshot: RunOptions {
        var options = options
        let variables = variables
        options.environment = RunEnvironment { variables[TextKey($0)] }
        return options
    }
}

@c @implementation public func picket_options_new() -> OpaquePointer? { OptionsHandle().retained() }

@c @implementation public func picket_options_free(_ options: OpaquePointer?) { OptionsHandle.release(options) }

@c @implementation public func picket_options_set_limit(
    _ options: OpaquePointer?, _ limit: picket_limit, _ value: Int64
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        guard value >= 0 else { throw .notAllowed("a limit is not negative") }
        let value = Int(clamping: value)
        switch limit {
        case PICKET_LIMIT_STEPS: handle.options.limits.steps = value
        case PICKET_LIMIT_DEPTH: handle.options.limits.depth = value
        case PICKET_LIMIT_MEMORY: handle.options.limits.memory = value
        case PICKET_LIMIT_SOURCE: handle.options.limits.source = value
        case PICKET_LIMIT_OUTPUT_BYTES: handle.options.limits.outputBytes = value
        case PICKET_LIMIT_OUTPUT_LINES: handle.options.limits.outputLines = value
        case PICKET_LIMIT_RECORDED: handle.options.limits.recorded = value
        case PICKET_LIMIT_EVENTS: handle.options.limits.events = value
        default: throw .notAllowed("there is no such limit")
        }
    }
}

@c @implementation public func picket_options_set_deadline(_ options: OpaquePointer?, _ nanoseconds: Int64)
    -> picket_status
{
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        handle.options.deadline = nanoseconds == .max ? nil : try duration(nanoseconds)
    }
}

@c @implementation public func picket_options_set_grace(_ options: OpaquePointer?, _ nanoseconds: Int64)
    -> picket_status
{
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        handle.options.grace = try duration(nanoseconds)
    }
}

private func duration(_ nanoseconds: Int64) throws(CallProblem) -> Duration {
    guard nanoseconds >= 0 else { throw .notAllowed("a duration is not negative") }
    return .nanoseconds(nanoseconds)
}

@c @implementation public func picket_options_set_string(
    _ options: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        try handle.setParameter(try text(name), .string(try text(start, length)))
    }
}

@c @implementation public func picket_options_set_json(
    _ options: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ json: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        try handle.setParameter(try text(name), try value(json: json, length))
    }
}

@c @implementation public func picket_options_set_variable(
    _ options: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?, _ length: Int,
    _ is_secret: Bool
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        let value = Value.string(try text(start, length))
        handle.setVariable(try text(name), is_secret ? .secret(value) : value)
    }
}

@c @implementation public func picket_options_add_secret(
    _ options: OpaquePointer?, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        handle.options.secrets.append(try text(start, length))
    }
}

@c @implementation public func picket_options_set_seed(_ options: OpaquePointer?, _ seed: UInt64) -> picket_status {
    .change(OptionsHandle.at(options)) { handle in handle.options.seed = seed }
}

@c @implementation public func picket_options_set_continues_on_error(_ options: OpaquePointer?, _ continues: Bool)
    -> picket_status
{
    .change(OptionsHandle.at(options)) { handle in handle.options.continuesOnError = continues }
}

@c @implementation public func picket_options_set_clock(_ options: OpaquePointer?, _ clock: OpaquePointer?)
    -> picket_status
{
    .change(OptionsHandle.at(options)) { handle throws(CallProblem) in
        guard let clock = ClockHandle.at(clock) else { throw CallProblem(PICKET_NULL) }
        handle.options.clock = clock.clock
    }
}

@c @implementation public func picket_options_error(_ options: OpaquePointer?) -> UnsafePointer<CChar>? {
    OptionsHandle.at(options)?.problemText()
}
