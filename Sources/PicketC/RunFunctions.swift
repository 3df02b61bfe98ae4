// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

@c @implementation public func picket_run_new(_ program: OpaquePointer?, _ options: OpaquePointer?) -> OpaquePointer? {
    guard let program = ProgramHandle.at(program)?.program else { return nil }
    return RunHandle(program, OptionsHandle.at(options)?.snapshot ?? OptionsHandle.defaults).retained()
}

@c @implementation public func picket_run_free(_ run: OpaquePointer?) { RunHandle.release(run) }

@c @implementation public func picket_run_next(_ run: OpaquePointer?) -> picket_step {
    RunHandle.at(run)?.next() ?? PICKET_NO_RUN
}

@c @implementation public func picket_run_ticket(_ run: OpaquePointer?) -> UInt64 {
    switch RunHandle.at(run)?.moment {
    case .command(_, let number), .cancel(let number): number
    case .none?, .waiting, .done, nil: 0
    }
}

@c @implementation public func picket_run_wait_time(_ run: OpaquePointer?) -> Int64 {
    if case .waiting(let time) = RunHandle.at(run)?.moment { time } else { 0 }
}

@c @implementation public func picket_run_interrupt(_ run: OpaquePointer?, _ reason: UnsafePointer<CChar>?)
    -> picket_status
{
    interrupt(run, reason) { interruption, reason in
        if let reason { interruption.interrupt(reason) } else { interruption.interrupt() }
    }
}

@c @implementation public func picket_run_cut(_ run: OpaquePointer?, _ reason: UnsafePointer<CChar>?)
    -> picket_status
{
    interrupt(run, reason) { interruption, reason in
        if let reason { interruption.cut(reason) } else { interruption.cut() }
    }
}

/// The handle itself does not change, because another thread may be using it.
private func interrupt(
    _ run: OpaquePointer?, _ reason: UnsafePointer<CChar>?, _ ask: (Interruption, String?) -> Void
) -> picket_status {
    guard let handle = RunHandle.at(run) else { return PICKET_NULL }
    do throws(CallProblem) {
        ask(handle.interruption, try optionalText(reason))
        return PICKET_OK
    } catch {
        return error.status
    }
}

@c @implementation public func picket_run_error(_ run: OpaquePointer?) -> UnsafePointer<CChar>? {
    RunHandle.at(run)?.problemText()
}

// MARK: Output

@c @implementation public func picket_run_output_count(_ run: OpaquePointer?) -> Int {
    RunHandle.at(run)?.output.count ?? 0
}

@c @implementation public func picket_run_output(
    _ run: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    returned(by: run, length, index: index) { $0.output[index] }
}

@c @implementation public func picket_run_drop_output(_ run: OpaquePointer?) -> picket_status {
    .change(RunHandle.at(run)) { handle in handle.output.removeAll() }
}

/// A text of a run; NULL with the length 0 if there is none.
func returned(
    by run: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?, function: StaticString = #function, index: Int = 0,
    name: String = "", _ make: (RunHandle) -> String?
) -> UnsafePointer<CChar>? {
    guard let handle = RunHandle.at(run) else {
        length?.pointee = 0
        return nil
    }
    return handle.texts.text(length, function: function, index: index, name: name) { make(handle) }
}
