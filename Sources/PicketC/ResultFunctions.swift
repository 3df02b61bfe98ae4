// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

@c @implementation public func picket_run_outcome(_ run: OpaquePointer?) -> picket_outcome {
    switch RunHandle.at(run)?.result?.outcome {
    case nil: PICKET_NO_OUTCOME
    case .success: PICKET_SUCCESS
    case .refused: PICKET_REFUSED
    case .exit: PICKET_EXIT
    case .failure: PICKET_FAILURE
    }
}

@c @implementation public func picket_run_exit_status(_ run: OpaquePointer?) -> Int32 {
    RunHandle.at(run)?.result.map { Int32(clamping: $0.exitStatus) } ?? -1
}

@c @implementation public func picket_run_problems(_ run: OpaquePointer?) -> OpaquePointer? {
    guard case .done(_, let problems) = RunHandle.at(run)?.moment else { return nil }
    return problems.address
}

@c @implementation public func picket_run_used(_ run: OpaquePointer?, _ usage: picket_usage) -> Int64 {
    guard let used = RunHandle.at(run)?.result?.usage else { return -1 }
    switch usage {
    case PICKET_USED_STEPS: return Int64(used.steps)
    case PICKET_USED_PEAK_BYTES: return Int64(used.peakBytes)
    case PICKET_USED_COMMANDS: return Int64(used.commands)
    case PICKET_USED_NANOSECONDS: return used.time.wholeNanoseconds
    default: return -1
    }
}

@c @implementation public func picket_run_globals_json(_ run: OpaquePointer?, _ length: UnsafeMutablePointer<Int>?)
    -> UnsafePointer<CChar>?
{
    returned(by: run, length) { handle in
        guard let globals = handle.result?.globals else { return nil }
        var map = ValueMap()
        for (name, value) in globals.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            map[name] = value
        }
        return Value.map(map).json(secrets: .hidden)
    }
}

@c @implementation public func picket_run_global_json(
    _ run: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    guard let wanted = try? text(name) else {
        length?.pointee = 0
        return nil
    }
    return returned(by: run, length, name: wanted) { handle in
        let found = handle.result?.globals.first { $0.key.hasBytes(of: wanted) }
        return found?.value.json(secrets: .hidden)
    }
}

@c @implementation public func picket_run_abandoned_count(_ run: OpaquePointer?) -> Int {
    RunHandle.at(run)?.result?.abandoned.count ?? 0
}

@c @implementation public func picket_run_abandoned(_ run: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
    returned(by: run, nil, index: index) { handle in
        guard let names = handle.result?.abandoned, names.indices.contains(index) else { return nil }
        return names[index]
    }
}
