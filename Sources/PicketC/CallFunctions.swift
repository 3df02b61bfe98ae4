// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

// MARK: Arguments

@c @implementation public func picket_call_argument_count(_ call: OpaquePointer?) -> Int {
    CallHandle.at(call)?.arguments.count ?? 0
}

@c @implementation public func picket_call_argument_type(_ call: OpaquePointer?, _ index: Int) -> picket_type {
    picket_type(CallHandle.at(call)?.argument(index))
}

@c @implementation public func picket_call_argument_is_secret(_ call: OpaquePointer?, _ index: Int) -> Bool {
    if case .secret = CallHandle.at(call)?.argument(index) { true } else { false }
}

/// A text of an argument; NULL with the length 0 if there is none.
private func text(
    _ call: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?, function: StaticString = #function,
    _ make: (Value) -> String?
) -> UnsafePointer<CChar>? {
    guard let handle = CallHandle.at(call) else {
        length?.pointee = 0
        return nil
    }
    return handle.texts.text(length, function: function, index: index) { handle.argument(index).flatMap(make) }
}

@c @implementation public func picket_call_argument_string(
    _ call: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    text(call, index, length) { if case .string(let text) = $0.revealed { text } else { nil } }
}

@c @implementation public func picket_call_argument_json(
    _ call: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    text(call, index, length) { $0.json(secrets: .written) }
}

/// Stores an argument of one type.
private func store<T>(
    _ call: OpaquePointer?, _ index: Int, _ result: UnsafeMutablePointer<T>?, _ convert: (Value) -> T?
) -> picket_status {
    guard let handle = CallHandle.at(call), let result else { return PICKET_NULL }
    guard let value = handle.argument(index) else { return PICKET_NO_NAME }
    guard let converted = convert(value.revealed) else { return PICKET_OTHER_TYPE }
    result.pointee = converted
    return PICKET_OK
}

@c @implementation public func picket_call_argument_integer(
    _ call: OpaquePointer?, _ index: Int, _ value: UnsafeMutablePointer<Int64>?
) -> picket_status {
    store(call, index, value) { $0.asInteger }
}

@c @implementation public func picket_call_argument_boolean(
    _ call: OpaquePointer?, _ index: Int, _ value: UnsafeMutablePointer<Bool>?
) -> picket_status {
    store(call, index, value) { $0.asBoolean }
}

@c @implementation public func picket_call_argument_number(
    _ call: OpaquePointer?, _ index: Int, _ value: UnsafeMutablePointer<Double>?
) -> picket_status {
    store(call, index, value) { $0.asNumber }
}

@c @implementation public func picket_call_argument_duration(
    _ call: OpaquePointer?, _ index: Int, _ nanoseconds: UnsafeMutablePointer<Int64>?
) -> picket_status {
    store(call, index, nanoseconds) { $0.asDuration }
}

// MARK: Answers

@c @implementation public func picket_call_answer_null(_ call: OpaquePointer?) -> picket_status {
    CallHandle.answer(call) { .value(.null) }
}

@c @implementation public func picket_call_answer_boolean(_ call: OpaquePointer?, _ value: Bool) -> picket_status {
    CallHandle.answer(call) { .value(.boolean(value)) }
}

@c @implementation public func picket_call_answer_integer(_ call: OpaquePointer?, _ value: Int64) -> picket_status {
    CallHandle.answer(call) { .value(.integer(value)) }
}

@c @implementation public func picket_call_answer_number(_ call: OpaquePointer?, _ value: Double) -> picket_status {
    CallHandle.answer(call) { () throws(CallProblem) in .value(try .answer(number: value)) }
}

@c @implementation public func picket_call_answer_duration(_ call: OpaquePointer?, _ nanoseconds: Int64)
    -> picket_status
{
    CallHandle.answer(call) { () throws(CallProblem) in .value(try .answer(duration: nanoseconds)) }
}

@c @implementation public func picket_call_answer_string(
    _ call: OpaquePointer?, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    CallHandle.answer(call) { () throws(CallProblem) in .value(.string(try PicketC.text(start, length))) }
}

@c @implementation public func picket_call_answer_json(
    _ call: OpaquePointer?, _ json: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    CallHandle.answer(call) { () throws(CallProblem) in .value(try value(json: json, length)) }
}

@c @implementation public func picket_call_fail(
    _ call: OpaquePointer?, _ code: UnsafePointer<CChar>?, _ message: UnsafePointer<CChar>?,
    _ fields_json: UnsafePointer<CChar>?
) -> picket_status {
    CallHandle.answer(call) { () throws(CallProblem) in .error(try ScriptError(code, message, fields_json)) }
}

@c @implementation public func picket_call_fail_at(
    _ call: OpaquePointer?, _ message: UnsafePointer<CChar>?, _ line: Int64
) -> picket_status {
    CallHandle.answer(
        call,
        problem: { () throws(CallProblem) in
            guard line >= 0 else { throw .notAllowed("lines are counted from 1") }
            return DataFileProblem(try PicketC.text(message), line: line == 0 ? nil : Int(line))
        })
}

@c @implementation public func picket_call_error(_ call: OpaquePointer?) -> UnsafePointer<CChar>? {
    CallHandle.at(call)?.problemText()
}
