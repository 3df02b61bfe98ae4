// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

/// Answers a command with what `make` returns.
private func resume(
    _ run: OpaquePointer?, _ ticket: UInt64, _ make: () throws(CallProblem) -> RunHandle.Answer
) -> picket_status {
    .change(RunHandle.at(run)) { handle throws(CallProblem) in try handle.resume(ticket, make) }
}

@c @implementation public func picket_run_resume_null(_ run: OpaquePointer?, _ ticket: UInt64) -> picket_status {
    resume(run, ticket) { .value(.null) }
}

@c @implementation public func picket_run_resume_boolean(_ run: OpaquePointer?, _ ticket: UInt64, _ value: Bool)
    -> picket_status
{
    resume(run, ticket) { .value(.boolean(value)) }
}

@c @implementation public func picket_run_resume_integer(_ run: OpaquePointer?, _ ticket: UInt64, _ value: Int64)
    -> picket_status
{
    resume(run, ticket) { .value(.integer(value)) }
}

@c @implementation public func picket_run_resume_number(_ run: OpaquePointer?, _ ticket: UInt64, _ value: Double)
    -> picket_status
{
    resume(run, ticket) { () throws(CallProblem) in .value(try .answer(number: value)) }
}

@c @implementation public func picket_run_resume_duration(_ run: OpaquePointer?, _ ticket: UInt64, _ nanoseconds: Int64)
    -> picket_status
{
    resume(run, ticket) { () throws(CallProblem) in .value(try .answer(duration: nanoseconds)) }
}

@c @implementation public func picket_run_resume_string(
    _ run: OpaquePointer?, _ ticket: UInt64, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    resume(run, ticket) { () throws(CallProblem) in .value(.string(try text(start, length))) }
}

@c @implementation public func picket_run_resume_json(
    _ run: OpaquePointer?, _ ticket: UInt64, _ json: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    resume(run, ticket) { () throws(CallProblem) in .value(try value(json: json, length)) }
}

@c @implementation public func picket_run_resume_response(
    _ run: OpaquePointer?, _ ticket: UInt64, _ status: Int32, _ type: UnsafePointer<CChar>?,
    _ body: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    resume(run, ticket) { () throws(CallProblem) in
        guard (100...599).contains(status) else { throw .notAllowed("there is no status \(status)") }
        var response = Response(status: Int(status))
        if body != nil { response.body = .bytes(try bytes(body, length)) }
        if let type = try optionalText(type) { response.headers = [Response.Header("content-type", type)] }
        return .response(response)
    }
}

@c @implementation public func picket_run_resume_failure(
    _ run: OpaquePointer?, _ ticket: UInt64, _ code: UnsafePointer<CChar>?, _ message: UnsafePointer<CChar>?,
    _ fields_json: UnsafePointer<CChar>?
) -> picket_status {
    resume(run, ticket) { () throws(CallProblem) in .error(try ScriptError(code, message, fields_json)) }
}
