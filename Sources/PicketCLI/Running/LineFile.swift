import PicketRuntime
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that is written line by line while something goes on.
final class LineFile {
    private enum State {
        case open(Int32)
        /// Text was lost: nothing more is written.
        case failed(Int32, FileProblem)
        case standard(OutputFile)
    }

    private let path: String
    private var state: State

    /// Makes the file, or empties it.
    init(_ path: String) throws {
        self.path = path
        let output = OutputFile(path)
        guard case .file = output else {
            state = .standard(output)
            return
        }
        do throws(FileProblem) {
            state = .open(try Descriptor.openForWriting(path, mode: 0o600))
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
                try Descriptor.write(bytes.content, to: descriptor)
            } catch {
                state = .failed(descriptor, error)
            }
        }
    }

    func write(_ line: Shown<String>) { write(line.map { Array(($0 + "\n").utf8) }) }

    /// - Throws: if not everything could be written, and its reader wanted it.
    func close() throws {
        switch state {
        case .standard: return
        case .open(let descriptor): LineFile.close(descriptor)
        case .failed(let descriptor, let problem):
            LineFile.close(descriptor)
            if problem.isReaderGone { return }
            throw Ending(ExitStatus.failed, "`\(path)` is not complete: \(problem.message)")
        }
    }

    private static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }
}
