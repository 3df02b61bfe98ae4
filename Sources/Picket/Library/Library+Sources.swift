public import PicketRuntime
internal import PicketSyntax

/// Loads the text that `include` names.
///
/// Returns nil if there is none; a thrown error is shown to the author of the script.
///
/// - Parameters:
///
///   - path: the path as written.
///
///   - includer: the name of the text that includes it.
public typealias ModuleLoader = @Sendable (_ path: String, _ includer: String) throws -> ScriptText?

/// Reads a data file for a script.
///
/// A thrown `DataFileProblem` can name a line. Any other error is shown as its description.
public typealias DataFileReader = @Sendable (DataFileRequest) throws -> Value

/// A data file that a script reads.
public struct DataFileRequest: Sendable {
    /// The path as the script computed it.
    public let path: String
    /// The format, which is the name of the function that the script called.
    public let kind: FileKind
    /// The separator between the cells of a `csv` file, an ASCII character.
    public let separator: Character
    /// Whether an unquoted cell of a `csv` file becomes a number, boolean or null where it looks like one.
    public let hasTypes: Bool
}

/// The reason why a data file cannot be read.
public struct DataFileProblem: Error, Sendable {
    /// One phrase in lower case.
    public var message: String
    /// The faulty line, counted from 1; nil if the problem concerns the whole file.
    public var line: Int?

    /// Creates a problem from one phrase in lower case.
    public init(_ message: String, line: Int? = nil) { (self.message, self.line) = (message, line) }
}

extension DataFileRequest {
    init(path: String, _ format: FileFormat) {
        self.path = path
        kind = format.kind
        separator = Character(Unicode.Scalar(format.separator))
        hasTypes = format.hasTypes
    }
}

extension UnreadableFile {
    init(_ error: any Error) {
        let known = error as? DataFileProblem
        self.init(known?.message ?? "\(error)", line: known?.line)
    }
}

extension Library {
    /// Finds included texts: first among the modules, then by the host's loader.
    var sourceLoader: SourceLoader {
        guard !modules.isEmpty || loader != nil else { return .none }
        let texts = Dictionary(modules.map { (TextKey($0.name), $0.text) }) { $1 }
        return SourceLoader { [loader] (path, includer) throws(SourceProblem) in
            if let text = texts[TextKey(path)] { return SourceFile(name: path, text: text) }
            guard let loader else { throw SourceProblem("this host has no module of that path") }
            do {
                guard let found = try loader(path, includer.name) else {
                    throw SourceProblem("this host has no module of that path")
                }
                return SourceFile(name: found.name, text: found.text)
            } catch let problem as SourceProblem {
                throw problem
            } catch {
                throw SourceProblem("\(error)")
            }
        }
    }
}
