import Foundation
import HTTPHarness
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// Runs scripts with a journal in a folder of its own, which goes with it.
final class JournalRun {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    var path: String { folder.appendingPathComponent("run.journal").path }

    /// What was told of the runs, and of no single request.
    let remarks = Condition<[String]>([])

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func callAsFunction(
        _ script: String, on platform: FakePlatform, resumes: Bool, parameters: [String: Value] = [:],
        services: @escaping @Sendable () -> HostServices = { HostServices() }, continuesOnError: Bool = false,
        disk: @escaping @Sendable () -> JournalDisk = { .system },
        resumption: @escaping @Sendable () -> Resumption = { Resumption() },
        configure: @escaping @Sendable (inout ExecutorConfiguration) -> Void = { _ in },
        during act: @escaping @Sendable (RunInterruption) async -> Void = { _ in }
    ) async throws -> ScriptRun {
        let (path, name) = (path, platform.profile.nameInJournal)
        let problem = Mutex<JournalProblem?>(nil)
        let remarks = remarks
        let session = try await TestSession(platform.profile) { configuration in
            do throws(JournalProblem) {
                let identity = JournalIdentity(
                    sources: [.init(name: "fleet.picket", text: script)], parameters: parameters, platform: name,
                    seed: 7)
                let secrets = SecretStore()
                configuration.journal =
                    resumes
                    ? try Journal.resume(path, identity: identity, secrets: secrets, resumption(), on: disk())
                    : try Journal.create(path, identity: identity, secrets: secrets, cost: 1, on: disk())
                configuration.retryPolicy.retries = 0
                configuration.onRemark = { remark in remarks.update { $0.append(remark.content) } }
                configure(&configuration)
            } catch {
                problem.withLock { $0 = error }
            }
        }
        if let problem = problem.withLock({ $0 }) { throw problem }
        let result = await session.run(
            script, parameters: parameters, services: services, continuesOnError: continuesOnError, during: act)
        session.close()
        _ = await session.openConnections()
        return result
    }

    var text: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

    var lines: [ValueMap] {
        get throws {
            try text.split(separator: "\n").compactMap { line in
                if case .map(let map)? = try? Value(json: Array(line.utf8)) { map } else { nil }
            }
        }
    }
}

extension JournalRun {
    /// A run that is cut off while a write of the method is on its way.
    ///
    /// - Parameters:
    ///   - before: the connection `a` before the run; nil for none.
    ///   - act: what happens to the platform then.
    static func cutOff(
        _ script: String, at method: String, before: ValueMap?,
        act: @escaping @Sendable (FakePlatform, ServerRequest) -> Void
    ) async throws -> (JournalRun, FakePlatform) {
        let box = Mutex<FakePlatform?>(nil)
        let isFirst = Mutex(true)
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.hasPrefix(method + " /ds-api/pool"),
                isFirst.withLock({ isFirst in
                    defer { isFirst = false }
                    return isFirst
                })
            else { return nil }
            act(platform, request)
            return [.hold]
        }
        box.withLock { $0 = platform }
        if let before { platform.put("a", before) }
        let run = try JournalRun()
        let first = try await run(
            script, on: platform, resumes: false,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                interrupt()
            })
        #expect(first.exitStatus == 130)
        return (run, platform)
    }
}
