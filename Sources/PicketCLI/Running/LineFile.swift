import PicketRuntime
import PicketSystem
import SystemPackage

/// A file that is written line by line during a run.
final class LineFile {
    private enum State {
        case open(FileDescriptor)
        /// Text was lost, so nothing more is written.
        case failed(FileDescriptor, FileProblem)
        case standard(OutputFile)
    }

    private let path: String
    private var state: State
    /// Receives one sentence when text is lost for the first time.
    private let onLoss: (Shown<String>) -> Void

    /// Creates the file, or empties it.
    init(
        _ path: String,
        onLoss: @escaping (Shown<String>) -> Void = { Console.standard.error("picket: warning: \($0)\n") }
    ) throws {
        self.path = path
        self.onLoss = onLoss
        let output = OutputFile(path)
        guard case .file = output else {
            state = .standard(output)
            return
        }
        do throws(FileProblem) {
            state = .open(try .openForWriting(path, permissions: .ownerReadWrite))
        } catch {
            throw Ending.usage("cannot write `\(path)`: \(error.message)")
        }
    }

    func write(_ bytes: Shown<[UInt8]>) {
        switch state {
        case .failed: return
        case .standard(.standardError): Console.standard.error(bytes)
        case .standard: Console.standard.out(bytes)
        case .open(let descriptor):
            do throws(FileProblem) {
                try descriptor.writeWaiting(bytes.content)
            } catch {
                state = .failed(descriptor, error)
                guard !error.isReaderGone else { return }
                onLoss(Door.showMessage("cannot write `\(path)`: \(error.message), so it will not be complete"))
            }
        }
    }

    func write(_ line: Shown<String>) { write(line.map { Array(($0 + "\n").utf8) }) }

    /// - Throws: An error if text was lost, unless its reader went away.
    func close() throws {
        switch state {
        case .standard: return
        case .open(let descriptor): try? descriptor.close()
        case .failed(let descriptor, let problem):
            try? descriptor.close()
            if problem.isReaderGone { return }
            throw Ending(ExitStatus.failed, "`\(path)` is not complete: \(problem.message)")
        }
    }
}
