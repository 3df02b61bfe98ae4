import Glibc
package import SystemPackage

/// Why a file cannot be used. Every reader and writer of files says it in these sentences.
package enum FileProblem: Error, Hashable, Sendable {
    /// There is nothing to be read.
    case missing
    case folder
    /// A pipe or a device where only a regular file will do.
    case notRegular
    case notAPath
    /// Outside of the folders that a script may read.
    case outside
    /// The same, by a symbolic link that stands inside.
    case leadsOut
    case tooLarge(limit: Int)
    case notUTF8(line: Int)
    case isUTF16
    /// A pipe whose other end nobody reads.
    case noReader
    /// A standard stream that was closed before the program began.
    case closedStream
    case system(Errno)

    /// For the error that the last call left behind.
    package static var latest: FileProblem { .system(.latest) }

    /// Of a file that is to be read.
    package static func reading(_ problem: Errno) -> FileProblem {
        switch problem {
        case .noSuchFileOrDirectory, .notDirectory: .missing
        default: .system(problem)
        }
    }

    /// For the error that the last opening of a file to be read left behind.
    static var latestOfReading: FileProblem { reading(.latest) }

    /// The reader of a pipe has gone away, as `head` does: this is its choice, and nobody needs to hear of it.
    package var isReaderGone: Bool { self == .system(.brokenPipe) }

    /// The line that is at fault, from 1; nil for what concerns the whole file.
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
        case .notAPath: "this is no path"
        case .outside: "this lies outside the script's folder; `--file-root DIR` lets scripts read elsewhere"
        case .leadsOut:
            "a symbolic link leads out of the script's folder; `--file-root DIR` lets scripts read where it leads"
        case .tooLarge(let limit): "the file is larger than \(limit >> 20) MiB"
        case .notUTF8: "this line is not UTF-8"
        case .isUTF16: "this is UTF-16: save the file as UTF-8"
        case .noReader: "nobody reads the pipe"
        case .closedStream: "it is closed"
        case .system(let problem): problem.sentence
        }
    }

    /// The message with its line, for a sentence that has named the file.
    package var detail: String { line.map { "line \($0): \(message)" } ?? message }
}

extension Errno {
    /// Of the last call that failed on this thread.
    package static var latest: Errno { Errno(rawValue: errno) }

    /// In the system's words, to stand behind a colon.
    package var sentence: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
