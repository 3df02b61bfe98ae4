import PicketSystem
import Synchronization

/// The contents of standard input. It can be read only once, and scripts may ask for it again.
enum StandardInputData {
    private static let known = Mutex<[UInt8]?>(nil)

    static func bytes(limit: Int) throws(FileProblem) -> [UInt8] {
        if case .closed = StandardInput.state { throw .closedStream }
        let outcome: Result<[UInt8], FileProblem> = known.withLock { known in
            if let known { return .success(known) }
            return Result { () throws(FileProblem) in
                let bytes = try InputFile.standard.bytesUntilEnd(limit: limit)
                known = bytes
                return bytes
            }
        }
        return try outcome.get()
    }
}
