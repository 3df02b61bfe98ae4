import PicketRuntime

/// Plans a command on a connection: reads are sent, and writes only change the plan.
extension CommandExecution {
    /// Reads, or plans a write; `next` receives the answer that a real run would get.
    func plan(_ part: PlatformCommand, _ planner: Planner, then next: @escaping Continuation) {
        guard let name = part.name else { return finish(Response()) }
        let key = Planner.Key(platform: platform.base, name: name)
        func answer(_ response: Response) {
            var response = response
            response.duration = elapsed
            if response.request.isEmpty {
                response.request = part.line(on: platform)
                response.sent = part.body
            }
            next(response, nil)
        }
        func write() {
            platform.curl?.record(part, on: platform)
            answer(planner.apply(part, to: key, at: position))
        }
        if part.isWrite {
            if planner.knows(key) { return write() }
            read(key, planner) { response, sight in
                if case .nothing = sight { answer(response.isNoConnection) } else { write() }
            }
        } else if let entry = planner.entry(key) {
            answer(planner.answer(of: entry))
        } else {
            read(key, planner) { response, _ in answer(response) }
        }
    }

    /// Returns the planned answer to a script's own request; nil for a read that no planned write has touched.
    func planned(_ planner: Planner) -> Response? {
        if command.isWrite { return planner.plan(command, on: platform, at: position) }
        guard var response = planner.answer(to: command, on: platform) else { return nil }
        if command.options?.target != nil, response.isGoodAnswer {
            response.add(note: "planned: the file is not written")
        }
        return response
    }

    /// Reads a connection that the plan does not know yet.
    private func read(_ key: Planner.Key, _ planner: Planner, then next: @escaping (Response, Judge.Sight) -> Void) {
        let reading: PlatformCommand
        do throws(CommandProblem) {
            reading = try PlatformCommand(.show, key.name)
        } catch {
            return finish(.failure(error.message))
        }
        deliver(reading) { [self] response, _ in
            let sight = Judge.sight(of: key.name.text, in: response)
            // A parallel iteration may have read it first.
            if planner.entry(key) == nil {
                switch sight {
                case .present(let object): planner.note(object, of: key)
                case .absent: planner.note(nil, of: key)
                case .nothing: if command.isWrite { planner.noteUnread(key, at: position) }
                }
            }
            next(response, sight)
        }
    }
}
