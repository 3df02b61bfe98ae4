import PicketSyntax

/// What is needed to make the code of a long script while it runs: what its names mean is known, the tree is read again.
struct CodeSeed: Sendable {
    var source: SourceFile
    var commands: CommandTable
    var portionSize: Int
    var resolution: Resolution
    var session: Session
    var includes: [UInt32: PreparedInclude]
}

/// The code of a long script, made while it runs: what has run is given up, so that no more of it stands in memory than of
/// a short one.
///
/// It belongs to the machine that runs the script.
final class CodeStream {
    private let generator: Generator
    private var reader: PortionReader
    private let firstFunction: Int

    /// Some statements of the top level.
    struct Portion {
        var functions: [Function]
        /// The index of its top-level code in the session.
        var main: Int
    }

    init(_ seed: CodeSeed) {
        generator = Generator(
            seed.source, seed.commands, .script, seed.resolution, seed.session, includes: seed.includes)
        reader = PortionReader(seed.source, isInteractive: false, size: seed.portionSize)
        firstFunction = seed.session.functionCount
    }

    /// The next portion; the one before it must not be needed any more.
    ///
    /// - Throws: a failure if this thread has less of its stack left than the one that has checked the script.
    func next() throws(Failure) -> Portion {
        let statements = reader.next()
        if let problem = reader.parser.diagnostics.first { throw Failure(.limit, problem) }
        return try generator.portion(of: statements, isLast: reader.isAtEnd, from: firstFunction)
    }

    /// Makes all portions for nothing; why one of them cannot be made, if it cannot.
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
    /// Makes the code of some statements of the top level, whose functions take the places from `firstFunction` on.
    fileprivate func portion(
        of statements: [Statement], isLast: Bool, from firstFunction: Int
    ) throws(Failure) -> CodeStream.Portion {
        giveUpCode(from: firstFunction)
        let main = reserve()
        context.nextRegister = nextGlobal
        makeTopLevel(statements, ending: isLast ? .end : .endPortion, index: main)
        if let problem { throw Failure(.limit, problem) }
        return CodeStream.Portion(functions: functions(from: firstFunction), main: main)
    }
}
