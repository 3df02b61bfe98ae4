import NIOCore
import NIOHTTP1
import PicketRuntime

/// An operation on a connection in a run that only plans: it reads for real, and writes into the plan.
final class PlannedCall: Cancellable {
    private let operation: ConnectionOperation
    private let planner: Planner
    private let platform: PlatformSession
    private let limit: NIODeadline
    private let position: ScriptPosition
    private let key: Planner.Key
    private var completion: ((inout Response) -> Void)?
    private var call: DeliveryDriver?

    init(
        _ operation: ConnectionOperation, _ planner: Planner, on platform: PlatformSession, limit: NIODeadline,
        at position: ScriptPosition, completion: @escaping (inout Response) -> Void
    ) {
        self.operation = operation
        self.planner = planner
        self.platform = platform
        self.limit = limit
        self.position = position
        self.completion = completion
        key = Planner.Key(platform: platform.base, name: operation.name)
    }

    func cancel() {
        completion = nil
        call?.cancel()
        call = nil
    }

    func start() {
        if operation.isWrite {
            planner.knows(key)
                ? write()
                : read { [self] problem in
                    if let problem { finish(problem) } else { write() }
                }
        } else if let entry = planner.entry(key) {
            finish(planner.answer(of: entry))
        } else {
            read { _ in }
        }
    }

    private func write() {
        platform.curl?.record(operation.request, on: platform)
        finish(planner.apply(operation, to: key, at: position))
    }

    /// Reads the connection; `next` gets nil if its state is known now.
    private func read(then next: @escaping (Response?) -> Void) {
        guard let reading = try? ConnectionOperation(.show, operation.name) else { return }
        let driver = DeliveryDriver(reading.request, isWrite: false, on: platform, limit: limit) {
            [self] response, _ in
            let sight = Judge.sight(of: operation.name.text, in: response)
            // A parallel iteration may have been faster.
            if planner.entry(key) == nil {
                switch sight {
                case .present(let object): planner.note(object, of: key)
                case .absent: planner.note(nil, of: key)
                case .nothing: break
                }
            }
            guard operation.isWrite else { return finish(response) }
            if case .nothing = sight { next(response.isNoConnection) } else { next(nil) }
        }
        call = driver
        driver.start()
    }

    private func finish(_ response: Response) {
        guard let completion else { return }
        self.completion = nil
        call = nil
        var response = response
        if response.request.isEmpty {
            response.request = operation.request.line(on: platform)
            response.sent = operation.request.body
        }
        completion(&response)
    }
}
