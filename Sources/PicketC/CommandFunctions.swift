// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

@c @implementation public func picket_run_command(_ run: OpaquePointer?) -> UnsafePointer<CChar>? {
    returned(by: run, nil) { $0.call?.command.name }
}

@c @implementation public func picket_run_argument_count(_ run: OpaquePointer?) -> Int {
    RunHandle.at(run)?.call?.arguments.count ?? 0
}

@c @implementation public func picket_run_argument_name(_ run: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
    returned(by: run, nil, index: index) { handle in
        guard let keys = handle.call?.arguments.keys, keys.indices.contains(index) else { return nil }
        return keys[index]
    }
}

/// An argument of the command; nil if the last step is no command, or if the script did not give it.
private func argument(_ run: OpaquePointer?, _ name: UnsafePointer<CChar>?) -> Value? {
    guard let call = RunHandle.at(run)?.call, let name = try? text(name) else { return nil }
    return call.arguments[name]
}

@c @implementation public func picket_run_argument_type(_ run: OpaquePointer?, _ name: UnsafePointer<CChar>?)
    -> picket_type
{
    picket_type(argument(run, name))
}

@c @implementation public func picket_run_argument_is_secret(_ run: OpaquePointer?, _ name: UnsafePointer<CChar>?)
    -> Bool
{
    if case .secret = argument(run, name) { true } else { false }
}

@c @implementation public func picket_run_argument_string(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    returned(by: run, length, name: (try? text(name)) ?? "") { _ in
        if case .string(let text) = argument(run, name)?.revealed { text } else { nil }
    }
}

/// Stores an argument of one type.
private func store<T>(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ result: UnsafeMutablePointer<T>?,
    _ convert: (Value) -> T?
) -> picket_status {
    guard let handle = RunHandle.at(run), name != nil, let result else { return PICKET_NULL }
    guard handle.call != nil else { return PICKET_NOT_NOW }
    guard let value = argument(run, name) else { return PICKET_NO_NAME }
    guard let converted = convert(value.revealed) else { return PICKET_OTHER_TYPE }
    result.pointee = converted
    return PICKET_OK
}

@c @implementation public func picket_run_argument_integer(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<Int64>?
) -> picket_status {
    store(run, name, value) { $0.asInteger }
}

@c @implementation public func picket_run_argument_boolean(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<Bool>?
) -> picket_status {
    store(run, name, value) { $0.asBoolean }
}

@c @implementation public func picket_run_argument_number(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<Double>?
) -> picket_status {
    store(run, name, value) { $0.asNumber }
}

@c @implementation public func picket_run_argument_duration(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<Int64>?
) -> picket_status {
    store(run, name, value) { $0.asDuration }
}

@c @implementation public func picket_run_argument_json(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    returned(by: run, length, name: (try? text(name)) ?? "") { _ in argument(run, name)?.json(secrets: .written) }
}

@c @implementation public func picket_run_arguments_json(_ run: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?)
    -> UnsafePointer<CChar>?
{
    returned(by: run, length) { handle in handle.call.map { Value.map($0.arguments).json(secrets: .written) } }
}
