/// Requests that the host answers later, timed by the driver: sleeps, commands within the limits of `within`, of tests
/// and of the run, and the end of cancelled work.
extension RunDriver {
    /// Begins a sleep. The strand goes on at the end of it.
    package func sleep(_ strand: Strand, for delay: Int64) {
        let request = requests.add(strand, command: nil, until: Self.sum(clock(), delay), .sleeping)
        strand.cancel = { [unowned self] in requests.remove(request) }
    }

    /// Begins a command that the host answers later; returns its ticket. Returns nil if its time is already over, so that
    /// it must not begin. It is then answered so.
    ///
    /// - Parameter command: the name of the command.
    package func open(_ strand: Strand, command: String) -> Int? {
        let machine = strand.machine
        let limit = machine.requestDeadline
        if limit < .max, clock() >= limit {
            machine.resume(response: .late(machine.requestLimit.source))
            scheduler.resume(strand)
            return nil
        }
        let request = requests.add(strand, command: command, until: limit)
        // A command in progress goes on to its end, for a limited time.
        strand.stop = { [unowned self] in
            requests.cancel(request, .draining(isLate: false), until: drainEnd)
            return false
        }
        strand.cancel = { [unowned self] in requests.cancel(request, .detached, until: drainEnd) }
        return request.ticket
    }

    /// Answers a command, and continues its strand.
    ///
    /// - Returns: whether the answer counts: one that came after the command's time does not. nil if nothing waits for it.
    @discardableResult
    package func answer(ticket: Int, _ response: Response) -> Bool? {
        guard let request = requests[ticket] else { return nil }
        requests.remove(request)
        let machine = request.strand.machine
        let isLate: Bool
        switch request.state {
        case .detached: return nil
        case .draining(let late): isLate = late
        case .open, .sleeping: isLate = false
        }
        machine.resume(response: isLate ? .late(machine.requestLimit.source) : response)
        scheduler.resume(request.strand)
        return !isLate
    }

    /// The machine of an unanswered request, whose arguments the host may read.
    package func machine(of ticket: Int) -> Machine? { requests[ticket]?.strand.machine }

    /// The names of commands whose work did not end in time, in the order in which the run gave them up.
    package var abandonedCommands: [String] { requests.abandoned }

    /// When cancelled work is abandoned. Half of the grace is left for deferred blocks.
    private var drainEnd: Int64 {
        let now = clock()
        guard isEnding, let end else { return Self.sum(now, grace) }
        return now + max(0, end - now) / 2
    }

    func expireRequests(_ now: Int64) {
        while let request = requests.takeDue(now) {
            switch request.state {
            case .sleeping:
                requests.remove(request)
                scheduler.resume(request.strand)
            case .open: requests.cancel(request, .draining(isLate: true), until: drainEnd)
            case .draining(let isLate):
                giveUp(request)
                let machine = request.strand.machine
                machine.resume(response: isLate ? .late(machine.requestLimit.source) : .abandoned)
                scheduler.resume(request.strand)
            case .detached: giveUp(request)
            }
        }
    }

    private func giveUp(_ request: TimedRequests.Request) {
        requests.remove(request)
        if let command = request.command { requests.abandoned.append(command) }
    }

    /// Gives up all work, when the run is over.
    func abandonRequests() {
        for request in requests.all { giveUp(request) }
    }
}

extension Response {
    /// The response of a command whose time is over.
    static func late(_ source: RequestLimit.Source?) -> Response {
        let limit =
            switch source {
            case .within: "the limit of `within`"
            case .test: "the time limit of the test"
            case nil: "the time of the run"
            }
        return .failure("no answer within the time allowed (\(limit))", .noResponse)
    }

    /// The response of a command that was cancelled and did not end.
    static var abandoned: Response { .failure("the command was cancelled and did not end", .noResponse) }
}
