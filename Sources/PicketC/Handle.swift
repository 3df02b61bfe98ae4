internal import CPicket

/// What a host holds of this library. C sees only its address.
///
/// Constant functions may be called by several threads at once, so they change nothing but the returned texts, which
/// have a lock.
class Handle {
    /// The texts that were returned and still live.
    let texts = ReturnedTexts()
    /// Why the last call that changes the handle failed; empty if it did not.
    private(set) var problem = ""

    /// The handle at an address that `retained` gave; nil for NULL.
    static func at(_ address: OpaquePointer?) -> Self? {
        address.map { Unmanaged<Self>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }

    /// The address for the host, which keeps the handle until it calls `release`.
    final func retained() -> OpaquePointer { OpaquePointer(Unmanaged.passRetained(self).toOpaque()) }

    static func release(_ address: OpaquePointer?) {
        guard let address else { return }
        Unmanaged<Self>.fromOpaque(UnsafeRawPointer(address)).release()
    }

    /// Performs a call that changes the handle. The texts that it returned before end after the call, because they may be
    /// arguments of it.
    final func change(_ body: () throws(CallProblem) -> Void) -> picket_status {
        defer { texts.removeAll() }
        do throws(CallProblem) {
            try body()
            problem = ""
            return PICKET_OK
        } catch {
            problem = error.message ?? String(cString: picket_status_text(error.status))
            return error.status
        }
    }

    final func problemText() -> UnsafePointer<CChar>? { texts.text(nil) { problem } }
}

extension picket_status {
    /// Performs a call that changes the handle at an address.
    static func change<H: Handle>(_ handle: H?, _ body: (H) throws(CallProblem) -> Void) -> picket_status {
        guard let handle else { return PICKET_NULL }
        return handle.change { () throws(CallProblem) in try body(handle) }
    }
}

/// Why a call had no effect.
struct CallProblem: Error {
    let status: picket_status
    /// One sentence in lower case; nil for that of the status.
    let message: String?

    init(_ status: picket_status, _ message: String? = nil) { (self.status, self.message) = (status, message) }

    static func notAllowed(_ message: String) -> CallProblem { CallProblem(PICKET_NOT_ALLOWED, message) }
}
