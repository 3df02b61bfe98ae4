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

    /// What the host's body answers.
    enum Purpose {
        /// A function in an expression. An omitted argument is nil.
        case function(arguments: [Value?])
        case file
    }

    private let purpose: Purpose
    private var answer = Answer.value(.null)

    init(_ purpose: Purpose) { self.purpose = purpose }

    /// By the position of the parameter.
    var arguments: [Value?] { if case .function(let arguments) = purpose { arguments } else { [] } }

    var readsFile: Bool { if case .file = purpose { true } else { false } }

    /// The argument at a position; nil if there is none.
    func argument(_ index: Int) -> Value? { arguments.indices.contains(index) ? arguments[index] : nil }

    /// Sets the answer that `make` returns.
    static func answer(_ call: OpaquePointer?, _ make: () throws(CallProblem) -> Answer) -> picket_status {
        .change(CallHandle.at(call)) { handle throws(CallProblem) in handle.answer = try make() }
    }

    /// Sets the problem that `make` returns as the answer of the reading of a file.
    static func answer(_ call: OpaquePointer?, problem make: () throws(CallProblem) -> DataFileProblem) -> picket_status
    {
        .change(CallHandle.at(call)) { handle throws(CallProblem) in
            guard handle.readsFile else { throw CallProblem(PICKET_NOT_NOW, "a function reads no file that has lines") }
            handle.answer = .problem(try make())
        }
    }

    /// Calls the host's body with the address of a call, which lives as long as the body runs. Returns the value, or throws
    /// what the host answered with.
    static func value(_ purpose: Purpose, _ body: (OpaquePointer) -> Void) throws -> Value {
        let handle = CallHandle(purpose)
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
