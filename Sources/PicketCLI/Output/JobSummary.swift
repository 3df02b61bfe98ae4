import PicketReports
import PicketRuntime
import PicketSystem
import SystemPackage

/// The file whose Markdown GitHub shows on the page of a job. Several commands of a step may add to it.
struct JobSummary {
    let path: String

    /// GitHub refuses a file that is longer.
    private static let limit = 1 << 20
    /// Less room than this has no use.
    private static let leastRoom = 4 << 10

    /// Adds a report.
    ///
    /// - Throws: `Ending` if it cannot be written.
    func add(_ report: Shown<Report>) throws {
        do throws(FileProblem) {
            let room = Self.limit - (FileCheck.isMissing(path) ? 0 : try InputFile(path).expectedSize())
            guard room >= Self.leastRoom else {
                return Console.standard.error("picket: warning: the job summary is full: this run is not in it\n")
            }
            let bytes = report.map { _ in MarkdownReport.bytes(report, limit: room / 2) }
            let file = try FileDescriptor.openForAppending(path, .existingOrLinked)
            defer { try? file.close() }
            // The blank line keeps what follows apart.
            try file.writeWaiting(bytes.content + [UInt8(ascii: "\n")])
        } catch {
            throw Ending(ExitStatus.failed, "cannot add to the job summary `\(path)`: \(error.message)")
        }
    }
}
