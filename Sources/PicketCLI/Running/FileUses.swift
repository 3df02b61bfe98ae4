import PicketOptions
import PicketRuntime
import PicketSyntax
import PicketSystem
import SystemPackage

/// The files that a run reads and writes, compared before any of them is opened. A file that one option writes must not
/// be written by another option or read by the run.
///
/// Files are compared by identity and not by name, so links lead to the same file.
final class FileUses {
    /// A use of a file, with its name in messages: "`--curl`", "the script".
    private struct Use {
        let file: FileIdentity
        let name: String
        let path: String
    }

    /// At most one use per file, so the list is short.
    private var written: [Use] = []
    private var problem: Ending?
    /// The files that a script wanted to read although an option writes them.
    private var spared: [FileIdentity] = []

    /// Returns the paths of all scripts and their included files.
    private let sources: () -> [String]

    /// - Parameter inputs: Reports that are read.
    init(
        _ settings: Settings, _ scripts: [CheckedScript], _ safety: SafetyOptions, _ reports: ReportOptions,
        reports inputs: [String] = []
    ) {
        sources = { scripts.flatMap { $0.compiler.sources.map(\.name) } }
        noteOutputs(safety, reports)
        noteStore(settings)
        noteInputs(settings, scripts)
        for path in inputs where !OutputFile.isStandardOutput(path) { noteInput(path, as: "a report") }
    }

    /// - Throws: A usage error that names two uses of one file.
    func check() throws {
        if let problem { throw problem }
    }

    // MARK: During the run

    /// Returns why a data file must not be read, which is that an option writes it; nil if it may be read.
    func problem(reading path: String, in folder: String) -> String? {
        guard !written.isEmpty else { return nil }
        guard let identity = FileIdentity(FileUses.joined(folder, path)), let use = use(of: identity)
        else { return nil }
        spared.append(identity)
        return "\(use.name) writes this file"
    }

    /// Returns why a script must not save to a file: an option writes it, or it is a script; nil if it may.
    func problem(saving path: String, in folder: String) -> String? {
        guard let identity = FileIdentity(FileUses.joined(folder, path)) else { return nil }
        if let use = use(of: identity) { return "\(use.name) writes this file" }
        return sources().contains { FileIdentity($0) == identity } ? "it is a script of this run" : nil
    }

    /// Returns the error for an output file that is not written because the script reads it; nil if it may be written.
    func problem(writing path: String) -> Ending? {
        guard !spared.isEmpty, let identity = FileIdentity(path), spared.contains(identity) else { return nil }
        return Ending(ExitStatus.failed, "`\(path)` is left as it is: the script reads it")
    }

    // MARK: Noting

    private func noteOutputs(_ safety: SafetyOptions, _ reports: ReportOptions) {
        let outputs: [(String, String?)] =
            [
                ("`--journal`", safety.journal), ("`--resume`", safety.resume), ("`--curl`", safety.curl),
            ] + reports.files.map { ("`\($0.setting.option)`", $0.path) }
        var onStandardOutput: String?
        for (name, path) in outputs {
            guard let path else { continue }
            if let message = OutputFile.problem(preparing: path) {
                fail("\(name): cannot write `\(path)`: \(message)")
            }
            if OutputFile.isStandardOutput(path) {
                if let other = onStandardOutput { fail("\(other) and \(name) both write standard output") }
                onStandardOutput = name
                note(FileIdentity(.standardOutput), name, "-")
            } else {
                note(FileIdentity(path), name, path)
            }
        }
        for (name, path) in [("`--journal`", safety.journal), ("`--resume`", safety.resume)] {
            guard let path, let identity = FileIdentity(path) else { continue }
            if [.standardOutput, .standardError].contains(where: { FileIdentity($0) == identity }) {
                fail("\(name) names the file that the program's output goes to, `\(path)`: name another file")
            }
        }
    }

    /// Records the local platform's store and the files beside it.
    private func noteStore(_ settings: Settings) {
        guard settings.platform == "local", let store = settings.store, store != ":memory:" else { return }
        for suffix in ["", "-wal", "-shm", "-journal"] {
            note(FileIdentity(store + suffix), "`--store`", store + suffix)
        }
    }

    /// Returns the use of a file. A file that was missing when its use was recorded may exist now.
    private func use(of file: FileIdentity) -> Use? {
        written.first { $0.file == file } ?? written.first { FileIdentity($0.path) == file }
    }

    private func note(_ identity: FileIdentity?, _ name: String, _ path: String) {
        guard let identity else { return }
        if let other = use(of: identity) {
            fail("\(other.name) and \(name) write one file, `\(path)`: give each a file of its own")
        } else {
            written.append(Use(file: identity, name: name, path: path))
        }
    }

    private func noteInputs(_ settings: Settings, _ scripts: [CheckedScript]) {
        guard !written.isEmpty else { return }
        let own = settings.own
        let (identity, login) = (own.certificate, own.login)
        noteInput(own.text(of: .cacert)?.value, as: "`--cacert`")
        noteInput(identity?.certificate.value, as: "`--cert`")
        noteInput(identity?.key, as: "`--key`")
        noteInput(login.password?.value.path, as: "`--password-file`")
        noteInput(login.token?.value.path, as: "`--token-file`")
        noteInput(Directories.configuration.map { $0 + "/config.toml" }, as: "the configuration")
        noteInput(settings.suiteFile, as: "the suite's settings")
        // A file that does not exist yet contains no data.
        let mayHoldData = written.contains { FileCheck.isRegular($0.path) }
        for script in scripts {
            for source in script.compiler.sources { noteInput(source.name, as: "a script") }
            if script.file.source.name == "<stdin>" { noteStandardInput() }
            if mayHoldData { noteData(script) }
        }
    }

    /// Records the files that a script names by a plain text, or that a parameter names.
    private func noteData(_ script: CheckedScript) {
        var texts = script.compiler.sources.flatMap { plainTexts(in: $0) }
        for value in script.parameters.values {
            if case .string(let text) = value { texts.append(text) }
        }
        for text in texts {
            let path = FileUses.joined(script.file.folder, text)
            if FileCheck.isRegular(path) { noteInput(path, as: "data by `\(script.file.source.name)`") }
        }
    }

    private func noteStandardInput() {
        noteInput(FileIdentity(.standardInput), as: "standard input")
    }

    private func noteInput(_ path: String?, as name: String) {
        if let path { noteInput(FileIdentity(path), as: name) }
    }

    private func noteInput(_ identity: FileIdentity?, as name: String) {
        guard let identity, let output = use(of: identity) else { return }
        fail("\(output.name) would overwrite `\(output.path)`, which is read as \(name): name another file")
    }

    private func fail(_ message: String) {
        problem = problem ?? Ending.usage(message)
    }

    static func joined(_ folder: String, _ path: String) -> String {
        path.utf8.first == UInt8(ascii: "/") || folder == "." ? path : folder + "/" + path
    }
}

/// Returns the plain texts between quotes, which may be file names.
private func plainTexts(in source: SourceFile) -> [String] {
    let bytes = UnsafeBufferPointer(start: source.base, count: source.count)
    let quotes = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    return bytes.split(separator: UInt8(ascii: "\n")).flatMap { line in
        quotes.flatMap { quote in
            line.split(separator: quote, omittingEmptySubsequences: false).dropFirst()
                .filter { !$0.isEmpty && $0.count < 4_096 && !$0.contains(UInt8(ascii: "$")) }
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
