import PicketSyntax

/// The input for generating the code of a long script while it runs. Its names are resolved; its tree is parsed again.
struct CodeSeed: Sendable {
    var source: SourceFile
    var commands: CommandTable
    var functions: FunctionTable
    var chunkSize: Int
    var resolution: Resolution
    var session: SessionNames
    var includes: [UInt32: PreparedInclude]
}

/// Generates the code of a long script while it runs. Code that has run is freed, so that a long script needs no more
/// memory than a short one.
///
/// It belongs to the machine that runs the script.
final class CodeStream {
    private let generator: Generator
    private var reader: ChunkReader
    private let firstFunction: Int

    /// Some statements of the top level.
    struct Chunk {
        var functions: [Function]
        /// The index of its top-level code among the session's functions.
        var main: Int
    }

    init(_ seed: CodeSeed) {
        generator = Generator(
            seed.source, seed.commands, seed.functions, .script, seed.resolution, seed.session, includes: seed.includes)
        reader = ChunkReader(seed.source, isInteractive: false, size: seed.chunkSize)
        firstFunction = seed.session.functionCount
    }

    /// Returns the next chunk. The previous one must no longer be in use.
    ///
    /// - Throws: a failure if this thread has less stack left than the thread that checked the script.
    func next() throws(Failure) -> Chunk {
        let statements = reader.next()
        if let problem = reader.parser.diagnostics.first { throw Failure(.limit, problem) }
        return try generator.chunk(of: statements, isLast: reader.isAtEnd, from: firstFunction)
    }

    /// Generates all chunks and discards them; returns the reason if one of them cannot be generated.
    static func problem(in seed: CodeSeed) -> Diagnostic? {
        let stream = CodeStream(seed)
        do throws(Failure) {
            while !stream.reader.isAtEnd { _ = try stream.next() }
            return nil
        } catch {
            return error.fault
        }
    }
}

extension Generator {
    /// Generates the code of some top-level statements. Their functions get the indices from `firstFunction` on.
    fileprivate func chunk(
        of statements: [Statement], isLast: Bool, from firstFunction: Int
    ) throws(Failure) -> CodeStream.Chunk {
        giveUpCode(from: firstFunction)
        let main = reserve()
        context.nextRegister = nextGlobal
        makeTopLevel(statements, ending: isLast ? .end : .endChunk, index: main)
        if let problem { throw Failure(.limit, problem) }
        return CodeStream.Chunk(functions: functions(from: firstFunction), main: main)
    }
}
