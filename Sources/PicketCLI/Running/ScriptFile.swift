import PicketRuntime
import PicketSyntax
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A script's text, and the folder that the files it names are looked for in.
struct ScriptFile {
    let source: SourceFile
    let folder: String
    /// No file outside of this folder is read.
    let root: String

    /// Reads a file; `-` is standard input.
    static func read(_ path: String, root: String?) throws -> ScriptFile {
        if path == "-" {
            return ScriptFile(
                source: try standardInput(), folder: ".", root: root ?? ".")
        }
        let folder = folder(of: path)
        do {
            return ScriptFile(
                source: try FileReading.source(path, name: path), folder: folder, root: root ?? folder)
        } catch {
            throw Ending.usage("cannot read `\(path)`: \(error.message)")
        }
    }

    private static func standardInput() throws -> SourceFile {
        guard !ProgramArguments.hasNoStandardInput else {
            throw Ending.usage("standard input is closed: there is no script to read")
        }
        do {
            return try FileReading.source(STDIN_FILENO, name: "<stdin>")
        } catch {
            throw Ending.usage("cannot read standard input: \(error.message)")
        }
    }

    static func commandLine(_ text: String, root: String?) -> ScriptFile {
        ScriptFile(source: SourceFile(name: "<command line>", text: text), folder: ".", root: root ?? ".")
    }

    /// Reads what the script includes, below its folder.
    var loader: SourceLoader {
        let (folder, root, script) = (folder, root, source)
        return SourceLoader { (path, includer) throws(SourceProblem) in
            let base = includer === script || !includer.name.contains("/") ? folder : Self.folder(of: includer.name)
            let full = path.hasPrefix("/") ? path : Self.joined(base, path)
            guard let resolved = Self.resolved(full) else { throw SourceProblem(FileProblem.latest.message) }
            guard let top = Self.resolved(root), resolved == top || resolved.hasPrefix(top == "/" ? top : top + "/")
            else {
                throw SourceProblem("it is outside of `\(root)`; `--file-root` widens that")
            }
            return try Self.source(full)
        }
    }

    private static func source(_ path: String) throws(SourceProblem) -> SourceFile {
        do throws(FileProblem) {
            return try FileReading.included(path, name: path)
        } catch {
            throw SourceProblem(error.message)
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    private static func joined(_ folder: String, _ path: String) -> String {
        if folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }

    /// The path without symbolic links, nil if there is no such file.
    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}

/// The words of `picket run`: files, and values for parameters.
struct ScriptArguments {
    var files: [String] = []
    var parameters: [(name: String, value: String)] = []

    init(_ words: [String]) {
        for word in words {
            guard let equals = word.firstIndex(of: "="), Self.isName(word[..<equals]) else {
                files.append(word)
                continue
            }
            parameters.append((String(word[..<equals]), String(word[word.index(after: equals)...])))
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first < 0x80 else { return false }
        return text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (byte | 0x20) &- UInt8(ascii: "a") < 26
                || byte &- UInt8(ascii: "0") < 10
        } && !(first &- UInt8(ascii: "0") < 10)
    }
}
