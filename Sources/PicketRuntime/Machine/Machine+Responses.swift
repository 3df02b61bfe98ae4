import PicketSyntax

extension Machine {
    /// The failure of a command with an unsuccessful response.
    func unexpected(_ response: Response, _ command: Command, _ site: CommandSite) -> Failure {
        let location = location(site.nameSpan)
        if let error = response.thrown?.scriptError { learn(.map(error.fields)) }
        var evidence = Failure.Evidence()
        evidence.command = command.name
        addAnswer(to: &evidence)
        if let error = response.error {
            let failureReason = response.failureReason ?? .noResponse
            var failure = Failure(
                failureReason.kind,
                Diagnostic(
                    response.thrown?.scriptError?.code ?? failureReason.code,
                    message: redacted("`\(command.name)`: \(error)"), at: location,
                    label: failureReason.label, notes: callChain(),
                    help: response.help.map(redacted) ?? configuration.advice.reason(failureReason)),
                evidence: evidence)
            failure.thrown = response.thrown
            return failure
        }
        let status = response.status.map(String.init) ?? "no status"
        return Failure(
            .command,
            Diagnostic(
                .unexpectedStatus,
                message: "`\(command.name)` was answered \(status), expected \(command.success.text)", at: location,
                label: "answered \(status)", notes: callChain(),
                help: response.help.map(redacted)
                    ?? response.status.map {
                        endsBlock(site)
                            ? "if \($0) is what you expect here, say so in the same block, right after it: `expect status \($0)`"
                            : "if \($0) is what you expect here, say so in the next line: `expect status \($0)`"
                    }), evidence: evidence)
    }

    /// Whether a command is the last one of a block. An expectation after the block does not excuse it.
    private func endsBlock(_ site: CommandSite) -> Bool {
        let source = currentFunction.source
        var position = Int(site.span.end)
        let end = min(source.count, position + 4_096)
        while position < end {
            switch source.base[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"):
                position += 1
            case UInt8(ascii: "#"):
                while position < end, source.base[position] != UInt8(ascii: "\n") { position += 1 }
            default: return source.base[position] == UInt8(ascii: "}")
            }
        }
        return false
    }

    /// Adds the latest request and its response, with secrets hidden.
    ///
    /// - Parameter withReason: whether to add why there is no response, because the message does not say it.
    func addAnswer(to evidence: inout Failure.Evidence, withReason: Bool = false) {
        guard let response = last?.response else { return }
        if !response.request.isEmpty { evidence.request = redacted(response.request) }
        let body = body()
        let hasBody = body.kind != CellKind.null && body.kind != CellKind.missing
        let isMissing = response.status == nil && response.error != nil
        evidence.answer = Failure.Answer(
            status: response.status, failureReason: isMissing ? response.failureReason ?? .noResponse : nil,
            body: hasBody ? shownBody(body) : nil, note: response.note.map(redacted))
        evidence.answer?.loginStatus = response.loginStatus
        if withReason, isMissing { evidence.reason = response.error.map(redacted) }
    }

    private func shownBody(_ body: Cell) -> Failure.ShownValue {
        let (text, isCut) = shownBeginning(body, limit: 3_200)
        let isLonger = text.count > 400
        return Failure.ShownValue(
            isLonger ? String(text.prefix(400)) : text, isSecret: body.isSecret, isCut: isLonger || isCut)
    }

    /// The message of a failure. For an expectation it includes the expected and the actual value.
    private func message(of failure: Failure) -> String {
        guard failure.kind == .expectation, let expected = failure.evidence.expected,
            let actual = failure.evidence.actual
        else { return failure.fault.message }
        return "\(failure.fault.message): expected \(expected), got \(actual)"
    }

    /// The map that `catch` receives: code, message, kind, the place, the status that failed, the values of an
    /// expectation, and the fields of a host's error.
    func problem(_ failure: Failure) -> Cell {
        let (diagnostic, evidence) = (failure.fault, failure.evidence)
        // The line is counted from the start of the file, which is work.
        charge(scanned: Int(diagnostic.location?.span.start ?? 0))
        charge(scanned: diagnostic.message.utf8.count + (evidence.because?.utf8.count ?? 0))
        let position = diagnostic.location?.position
        var map: ValueMap = [
            "message": .string(message(of: failure)), "code": .string(diagnostic.code.rawValue),
            "kind": .string(failure.kind.rawValue),
            "file": .string(diagnostic.location?.source.name ?? ""),
            "line": .integer(Int64(position?.line ?? 0)), "column": .integer(Int64(position?.column ?? 0)),
        ]
        // The status belongs to the failed command; a `defer` or another iteration may have received another answer
        // since.
        if failure.kind == .command, let status = evidence.answer?.status { map["status"] = .integer(Int64(status)) }
        if let expected = evidence.expected { map["expected"] = .string(expected.description) }
        if let actual = evidence.actual { map["actual"] = .string(actual.description) }
        if let because = evidence.because { map["because"] = .string(because) }
        if let error = failure.thrown?.scriptError { map["fields"] = .map(error.fields) }
        assert(map.keys.allSatisfy(Machine.problemFields.contains), "editors offer each field")
        return entered(.map(map))
    }

    /// The fields that the name after `catch` may have, for completion.
    package static let problemFields = [
        "message", "code", "kind", "file", "line", "column", "status", "expected", "actual", "because", "fields",
    ]
}
