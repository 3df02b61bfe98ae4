import PicketRuntime
import PicketSyntax
import PicketSystem

/// A script's text, and the folder in which its files are looked for.
struct ScriptFile {
    let source: SourceFile
    let folder: String
    /// Included files must be inside of these folders.
    private let readable: ReadableFolders

    /// Another folder that the script may read; nil for none.
    let root: String?
    /// The identity of the file across runs; nil outside of `picket test`.
    var identity: String?
    /// Whether it is the set-up of a test run.
    var isSetUp = false

    private init(source: SourceFile, folder: String, root: String?) {
        self.source = source
        self.folder = folder
        self.root = root
        readable = ReadableFolders(folder, and: root)
    }

    /// Reads a file; `-` is standard input.
    static func read(_ path: String, root: String?) throws -> ScriptFile {
        if path == "-" { return ScriptFile(source: try standardInput(), folder: ".", root: root) }
        do throws(FileProblem) {
            let source = try SourceFile(reading: try InputFile(path, .anyHearing), name: path)
            return ScriptFile(source: source, folder: folder(of: path), root: root)
        } catch {
            // Bytes of a name that are not UTF-8 arrive as this character.
            let isBroken = path.unicodeScalars.contains("\u{FFFD}")
            throw Ending.usage(
                "cannot read `\(path)`: \(isBroken ? "its name is not UTF-8; rename it" : error.message)")
        }
    }

    private static func standardInput() throws -> SourceFile {
        if case .closed = StandardInput.state {
            throw Ending.usage("standard input is closed: there is no script to read")
        }
        do throws(FileProblem) {
            return try SourceFile(reading: .standard, name: "<stdin>")
        } catch {
            throw Ending.usage("cannot read standard input: \(error.message)")
        }
    }

    static func commandLine(_ text: String, root: String?, number: Int = 1) -> ScriptFile {
        let name = number == 1 ? "<command line>" : "<command line \(number)>"
        return ScriptFile(source: SourceFile(name: name, text: text), folder: ".", root: root)
    }

    /// Returns the scripts of several `-c` options, in their order.
    static func commandLine(_ texts: [String], root: String?) -> [ScriptFile] {
        texts.enumerated().map { commandLine($1, root: root, number: $0 + 1) }
    }

    /// Returns the scripts of a command line: its texts, then its files.
    static func all(_ texts: [String], _ arguments: ScriptArguments, root: String?) throws -> [ScriptFile] {
        commandLine(texts, root: root) + (try arguments.files.map { try read($0, root: root) })
    }

    /// Reads the files that the script includes, below its folder.
    var loader: SourceLoader {
        let (folder, readable, script) = (folder, readable, source)
        return SourceLoader { (path, includer) throws(SourceProblem) in
            let base = includer === script ? folder : Self.folder(of: includer, in: folder)
            return try Self.load(path, from: base, readable)
        }
    }

    /// Reads a file that a script includes.
    ///
    /// - Parameter folder: The folder of the file that includes it.
    static func load(
        _ path: String, from folder: String, _ readable: ReadableFolders
    ) throws(SourceProblem) -> SourceFile {
        let full = path.hasPrefix("/") ? path : joined(folder, path)
        do throws(FileProblem) {
            return try SourceFile(reading: try readable.open(full), name: full)
        } catch {
            throw SourceProblem(error.message)
        }
    }

    /// Returns the folder of an included file.
    ///
    /// - Parameter folder: The folder of its script.
    static func folder(of included: SourceFile, in folder: String) -> String {
        included.name.contains("/") ? Self.folder(of: included.name) : folder
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    private static func joined(_ folder: String, _ path: String) -> String {
        if folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }
}

extension SourceFile {
    /// Reads a script. Its text is in memory only once.
    convenience init(reading file: borrowing InputFile, name: String) throws(FileProblem) {
        var identity: SourceIdentity?
        if let number = file.number { identity = .file(device: number.device, inode: number.inode) }
        let expected = try file.expectedSize() + 1
        let limit = file.isDevice ? Self.longestOfDevice : Self.longest
        if expected > limit { throw .tooLarge(limit: limit) }
        var length = 0
        let wait = FileWait(hearsPending: false)
        try self.init(name: name, expecting: expected, file: identity) { buffer throws(FileProblem) in
            let count = try file.read(into: buffer, hearing: wait)
            length += count
            if length > limit { throw .tooLarge(limit: limit) }
            return count
        }
    }

    /// The most bytes of a script.
    private static let longest = 1 << 30
    /// The same for a device, which may have no end.
    private static let longestOfDevice = 16 << 20
}

/// The words of `picket run`: files, and values for parameters.
struct ScriptArguments {
    var files: [String] = []
    var parameters: [(name: String, value: String)] = []

    init(_ words: [String]) {
        for word in words {
            guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), Self.isName(word[..<equals]) else {
                files.append(word)
                continue
            }
            parameters.append((String(word[..<equals]), String(word[word.utf8.index(after: equals)...])))
        }
    }

    /// Advice if a word that was taken for a parameter is also a file; nil otherwise.
    var advice: String? {
        let words = parameters.map { "\($0.name)=\($0.value)" }
        return words.first(where: FileCheck.exists).map {
            "`\($0)` gives a parameter its value; write `./\($0)` for the file"
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
