import NIOCore
import PicketHTTP
import PicketPool
import PicketRuntime
import PicketTerminal

/// Questions before writes to protected platforms.
extension ReplSession {
    /// The gate for the writes of a typed line.
    var gateForLine: NIOLoopBound<WriteGate>? {
        let nobody = WriteGate.Keeper.nobody("the platform is protected, and there is nobody to ask")
        return runner.makeGate(protection, keeper: isInteractive ? .person : nobody)
    }

    /// Asks a person about a write that is about to be sent.
    ///
    /// - Parameter count: How many writes of the line wait for an answer now, this one among them.
    func mayWrite(_ write: PendingWrite, of count: Int, _ interrupter: Interrupter) -> WriteGate.Answer {
        guard !isEnding(interrupter) else { return .nobody }
        let platform = write.profile ?? Self.host(write.endpoint)
        let other = protection.protector(of: write).flatMap { $0.utf8.elementsEqual(platform.utf8) ? nil : $0 }
        let owner = other.map { ", the platform of the profile `\($0)`" } ?? ""
        let line: Shown<String> = "\(shown(write.command)): \(write.line)\(shown(owner))"
        let waiting: Shown<String> = count > 1 ? "  \(count) writes wait for an answer" : ""
        let hint: Shown<String> = paint.faint("  (`all` answers for the rest of the line on this platform)")
        out("\(line.map(Paint.harmless))\(waiting)\(hint)")
        let question = "\(platform) is protected. Go on with `\(write.command)`? [y/N] "
        switch answer(warning(question), interrupter).map(Self.plain) {
        case "y", "yes": return .yes
        case "all": return .all
        // A signal came during the question.
        case nil where isEnding(interrupter): return .nobody
        default: return .no
        }
    }

    /// Reports the effect of a refusal. Returns whether there was one.
    func showRefusal(_ gate: NIOLoopBound<WriteGate>?) -> Bool {
        let result = runner.result(of: gate)
        guard result.isRefused else { return false }
        switch result.grantedCount {
        case 0: out("nothing sent")
        case 1: out("not sent; 1 write of this line was sent before")
        case let count: out("not sent; \(count) writes of this line were sent before")
        }
        return true
    }

    /// Returns the gate for the writes of a job; nil if the person says no. The person is asked before the job starts,
    /// because later another line is being typed.
    func gate(forJob text: String, _ reached: [Command]) -> NIOLoopBound<WriteGate>? {
        let writes = CallList(text).isReading ? [] : reached.filter(\.isWrite).map { "`\($0.name)`" }
        guard place.isProtected, !writes.isEmpty, let endpoint = runner.place.profile?.endpoint else {
            return runner.makeGate(protection, keeper: .nobody(WriteGate.notForeseen))
        }
        let platform = place.platform ?? Self.host(endpoint)
        let list = writes.joined(separator: ", ")
        guard isInteractive else {
            complain("\(platform) is protected, and there is nobody to ask before \(list)")
            return nil
        }
        out("the job writes to \(shown("\(endpoint)"))\(paint.faint("  (the answer is for the whole job)"))")
        guard confirm("\(platform) is protected. Go on with \(list)? [y/N] ") else {
            out("nothing sent")
            return nil
        }
        return runner.makeGate(protection, keeper: .earlier(endpoint))
    }

    static func host(_ endpoint: HTTPEndpoint) -> String {
        endpoint.port == endpoint.scheme.defaultPort ? endpoint.host : "\(endpoint.host):\(endpoint.port)"
    }
}
