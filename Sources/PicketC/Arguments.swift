import CPicket
import Picket

/// Copies the text that a host passed.
///
/// - Parameter length: its bytes; -1, which is PICKET_TO_NUL, if a zero byte ends it.
func text(_ start: UnsafePointer<CChar>?, _ length: Int = -1) throws(CallProblem) -> String {
    let bytes = try bytes(start, length)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw CallProblem(PICKET_NOT_UTF8) }
    return text
}

/// The same, but nil for NULL.
func optionalText(_ start: UnsafePointer<CChar>?) throws(CallProblem) -> String? {
    start == nil ? nil : try text(start)
}

/// Copies the bytes that a host passed. They may be anything.
func bytes(_ start: UnsafePointer<CChar>?, _ length: Int = -1) throws(CallProblem) -> [UInt8] {
    guard let start else {
        if length == 0 { return [] }
        throw CallProblem(PICKET_NULL)
    }
    var count = length
    if count == -1 {
        count = 0
        while start[count] != 0 { count += 1 }
    }
    guard count >= 0 else { throw .notAllowed("no text is that long") }
    return UnsafeBufferPointer(start: start, count: count).map { UInt8(bitPattern: $0) }
}

/// Reads a value in JSON.
func value(json start: UnsafePointer<CChar>?, _ length: Int = -1) throws(CallProblem) -> Value {
    let bytes = try bytes(start, length)
    do throws(JSONProblem) {
        return try Value(json: bytes)
    } catch {
        throw CallProblem(PICKET_NOT_JSON, "\(error.message), at byte \(error.offset)")
    }
}

extension Value {
    /// Compact JSON for the host.
    ///
    /// - Parameter secrets: whether secrets are written or hidden.
    func json(secrets: JSONWriter.Secrets) -> String {
        var json = JSONWriter(.wire)
        json.value(self, secrets: secrets)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
