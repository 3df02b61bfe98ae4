import NIOCore
import PicketRuntime

/// One command on its way: what is under way for it, and what follows.
final class CommandExecution: Cancellable {
    let order: Order
    let platform: PlatformSession
    let limit: NIODeadline
    private let journal: StepJournal?
    private let permission: WriteGuard?
    private var completion: ((inout Response) -> Void)?
    private var current: (any Cancellable)?
    /// Of the calls before the latest.
    private var elapsed: Int64 = 0

    /// - Parameters:
    ///   - journal: what is told of the command before and after; nil for nothing.
    ///   - permission: what is asked before a write is sent; nil for nothing.
    init(
        _ order: Order, on platform: PlatformSession, limit: NIODeadline, journal: StepJournal?,
        permission: WriteGuard?, completion: @escaping (inout Response) -> Void
    ) {
        self.order = order
        self.platform = platform
        self.limit = limit
        self.journal = journal
        self.permission = permission
        self.completion = completion
    }

    func cancel() {
        completion = nil
        current?.cancel()
        current = nil
    }

    func finish(_ response: Response) {
        var response = response
        finish(&response)
    }

    func finish(_ response: inout Response) {
        guard let completion else { return }
        self.completion = nil
        current = nil
        // What came back is shown all the same: it is the last that anybody knows.
        if let problem = journal?.answered(response) {
            (response.error, response.trouble) = (problem.message, problem.trouble)
        }
        completion(&response)
    }

    /// Sends the first request.
    ///
    /// - Parameter isInDoubt: an earlier run sent the command and did not live to see its answer.
    func begin(inDoubt isInDoubt: Bool) {
        switch order {
        case .use: finish(Response())
        case .login(let user, let password): logIn(user: user, password: password)
        case .request(let request): send(request)
        case .connection(let operation):
            perform(operation, inDoubt: isInDoubt) { [self] response in finish(&response) }
        case .ensure(let name, let fields): Ensuring(name, fields, self).read()
        case .remove(let operation): remove(operation, inDoubt: isInDoubt)
        }
    }

    // MARK: Requests

    /// Carries out an operation on a connection; `next` gets its response, whose duration counts what went before.
    func perform(
        _ operation: ConnectionOperation, inDoubt isInDoubt: Bool = false, then next: @escaping (inout Response) -> Void
    ) {
        let completion = { [self] (response: inout Response) in
            response.duration += elapsed
            elapsed = response.duration
            next(&response)
        }
        if let planner = platform.planner {
            let call = PlannedCall(operation, planner, on: platform, limit: limit, completion: completion)
            current = call
            return call.start()
        }
        let call = ConnectionCall(
            operation, on: platform, limit: limit, journal: journal, permission: permission, completion: completion)
        current = call
        call.start(inDoubt: isInDoubt)
    }

    /// A write that an earlier run left in doubt never comes here: the journal refuses it.
    private func send(_ request: APIRequest) {
        if !request.isRead {
            if let planner = platform.planner { return finish(planner.plan(request, on: platform)) }
            guard let permission else { return record(request) }
            let isWanted = { [weak self] in self?.completion != nil }
            return permission.ask(request, on: platform, isWanted: isWanted) { [self] answer in
                guard completion != nil else { return }
                if case .refused(let reason) = answer { finish(.failure(reason)) } else { record(request) }
            }
        }
        transmit(request)
    }

    /// Sends a write once the journal has it.
    private func record(_ request: APIRequest) {
        guard let journal else { return transmit(request) }
        journal.willSend(request, on: platform.eventLoop) { [self] problem in
            guard completion != nil else { return }
            if let problem { finish(problem.response) } else { transmit(request) }
        }
    }

    private func transmit(_ request: APIRequest) {
        current = Call.start(request, on: platform, limit: limit) { [self] response, doubt in
            if doubt != nil, !request.isRead {
                // If the journal cannot take this, it cannot take the answer either: the command ends with that.
                _ = journal?.lost(response)
                journal?.decided(.unknown)
                response.note = Self.unreadable
                platform.notices.add(.isUnknown, response.request, Self.unreadable)
            }
            finish(&response)
        }
    }

    private static let unreadable = "whether the request took effect is not known: nothing says how to read it back"

    private func logIn(user: ConnectionName?, password: String?) {
        let known = platform.credentials
        let shownUser = user?.shown ?? known?.shownUser ?? ""
        guard let text = user?.text ?? known?.user else {
            return finish(.failure("there is no user to log in: write `login USER password=…`", .login))
        }
        guard let password = password ?? (text == known?.user ? known?.password : nil) else {
            return finish(
                .failure("there is no password for `\(shownUser)`: write `login \(shownUser) password=…`", .login))
        }
        let credentials = Credentials(user: text, password: password, hidesUser: user?.isSecret ?? false)
        current = platform.logIn(credentials, limit: limit) { [self] response in finish(response) }
    }

    /// Deletes the connection; that it is absent is as good.
    private func remove(_ operation: ConnectionOperation, inDoubt isInDoubt: Bool) {
        perform(operation, inDoubt: isInDoubt) { [self] response in
            switch response.status {
            case 200 where response.trouble == nil: response.change = "deleted"
            case 404: response.change = "unchanged"
            default: break
            }
            finish(&response)
        }
    }
}

@available(*, unavailable)
extension CommandExecution: Sendable {}
