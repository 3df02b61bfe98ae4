import Glibc
package import SystemPackage

/// Why a file cannot be used. All readers and writers of files use these sentences.
package enum FileProblem: Error, Hashable, Sendable {
    /// There is no file to read.
    case missing
    case folder
    /// A pipe or a device where a regular file is needed.
    case notRegular
    case notAPath
    /// The path is outside of the folders that a script may read.
    case outside
    /// The same, because of a symbolic link inside of them.
    case leadsOut
    case tooLarge(limit: Int)
    case notUTF8(line: Int)
    case isUTF16
    /// A pipe without a reader.
    case noReader
    /// A standard stream that was closed before the program began.
    case closedStream
    case system(Errno)

    /// The problem for the error of the last call.
    package static var latest: FileProblem { .system(.latest) }

    /// Returns the problem for an error in reading a file.
    package static func reading(_ problem: Errno) -> FileProblem {
        switch problem {
        case .noSuchFileOrDirectory, .notDirectory: .missing
        default: .system(problem)
        }
    }

    /// The problem for the error of the last attempt to open a file for reading.
    static var latestOfReading: FileProblem { reading(.latest) }

    /// Whether the reader of a pipe has gone away, as `head` does. That is intended, so no error is reported.
    package var isReaderGone: Bool { self == .system(.brokenPipe) }

    /// The line of the problem, counted from 1; nil if the problem concerns the whole file.
    package var line: Int? {
        switch self {
        case .notUTF8(let line): line
        case .isUTF16: 1
        default: nil
        }
    }

    /// A sentence that follows the file's name and the line.
    package var message: String {
        switch self {
        case .missing: "there is no such file"
        case .folder: "it is a folder"
        case .notRegular: "it is not a regular file"
        case .notAPath: "this is not a path"
        case .outside: "this lies outside the script's folder; `--file-root DIR` lets scripts read elsewhere"
        case .leadsOut:
            "a symbolic link leads out of the script's folder; `--file-root DIR` lets scripts read where it leads"
        case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
        case .notUTF8: "this line is not UTF-8: save the file as UTF-8"
        case .isUTF16: "this is UTF-16: save the file as UTF-8"
        case .noReader: "nobody reads the pipe"
        case .closedStream: "it is closed"
        case .system(let problem): problem.sentence
        }
    }

    /// The message with its line, for a sentence that already names the file.
    package var detail: String { line.map { "line \($0): \(message)" } ?? message }
}

extension Errno {
    /// The error of the last call that failed on this thread.
    package static var latest: Errno { Errno(rawValue: errno) }

    /// The system's message in lower case, to follow a colon.
    package var sentence: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
