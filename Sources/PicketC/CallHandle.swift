internal import CPicket
import Picket

/// A call of the host's function, or the reading of a data file, while the host's body answers it.
final class CallHandle: Handle {
    enum Answer {
        case value(Value)
        case error(ScriptError)
        /// A file that cannot be read.
        case problem(DataFileProblem)
    }

    /// By the position of the parameter; nil for an omitted one.
    let arguments: [Value?]
    private var answer = Answer.value(.null)

    init(_ arguments: [Value?]) { self.arguments = arguments }

    /// The argument at a position; nil if there is none.
    func argument(_ index: Int) -> Value? { arguments.indices.contains(index) ? arguments[index] : nil }

    /// Sets the answer that `make` returns.
    static func answer(_ call: OpaquePointer?, _ make: () throws(CallProblem) -> Answer) -> picket_status {
        .change(CallHandle.at(call)) { handle throws(CallProblem) in handle.answer = try make() }
    }

    /// Calls the host's body with the address of a call, which lives as long as the body runs. Returns the value, or throws
    /// what the host answered with.
    static func value(_ arguments: [Value?], _ body: (OpaquePointer) -> Void) throws -> Value {
        let handle = CallHandle(arguments)
        let address = handle.retained()
        defer { CallHandle.release(address) }
        body(address)
        switch handle.answer {
        case .value(let value): return value
        case .error(let error): throw error
        case .problem(let problem): throw problem
        }
    }
}

/// A function of the host with its context.
///
/// `@unchecked Sendable`: the header asks the host for functions that any thread may call.
struct HostBody<Function>: @unchecked Sendable {
    let function: Function
    let context: UnsafeMutableRawPointer?
}
