internal import PicketRuntime
public import PicketSyntax

/// What an editor asks about a script: its problems, layout, colours, completions, and the meaning of its names.
///
///     let services = EditorServices(library)
///     let items = services.complete("order it", at: 8)
///     items.map(\.text)                              // what may be typed in place of `it`
///
/// The services know the library's commands, functions, modules and preludes. They work on texts with errors and on
/// statements that are only begun. They run nothing, and show no value of a variable. Each answer depends on the text
/// alone, so that any number of threads may ask at once. Create the services once; the preludes are checked then.
///
/// An offset counts the UTF-8 bytes before a place. An offset below zero means the start of the text, one beyond the end
/// means the end, and one inside of a character means the start of the character.
///
/// The limits of the options hold for each question, which may need two checks of the text. Nothing but `check` answers about
/// a text that is longer than allowed. If the deadline passes, or if the surrounding task is cancelled, an answer is about the
/// part of the text that was read.
public struct EditorServices: Sendable {
    let library: Library
    let options: CompileOptions
    /// The names of the preludes without errors.
    let preludeNames: SessionNames
    /// The top-level variables of the preludes.
    let preludeVariables: [String]
    let functions: [FunctionListing]

    /// Creates services for the scripts of a library.
    ///
    /// - Parameters:
    ///
    ///   - library: what the scripts may use.
    ///
    ///   - options: the limits of each question.
    public init(_ library: Library, options: CompileOptions = CompileOptions()) {
        self.library = library
        self.options = options
        functions = library.functions.listings
        let compiler = library.compiler(options)
        for prelude in library.preludes {
            _ = compiler.compilePrelude(SourceFile(name: prelude.name, text: prelude.text))
        }
        preludeNames = compiler.session
        preludeVariables = compiler.names.variables
    }

    /// Returns all problems of a script, as `Library.check` does.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - name: the name of the script in diagnostics.
    public func check(_ text: String, name: String = "script") -> [Diagnostic] {
        library.check(text, name: name, options: options)
    }

    /// Returns a script in the standard layout, which does not change its meaning. A formatted text stays as it is.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - name: the name of the script in diagnostics.
    ///
    /// - Throws: `ScriptRefused` with the syntax errors, if there are any.
    public func format(_ text: String, name: String = "script") throws(ScriptRefused) -> String {
        guard accepts(text) else { throw ScriptRefused(check(text, name: name)) }
        let (formatted, problems) = PicketSyntax.format(SourceFile(name: name, text: text))
        guard problems.isEmpty else { throw ScriptRefused(problems) }
        return formatted
    }

    /// Returns the parts of a text that have a role, in order and without overlap. Blanks have no role.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - name: the name of the script, which the library's loader gets for an `include`.
    public func highlight(_ text: String, name: String = "script") -> [Highlight] {
        edited(text, name)?.parts.map { Highlight(span: $0.span, kind: $0.kind) } ?? []
    }

    /// Returns what completes the word before a place. The order is that of a menu: what the place asks for comes first.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - offset: the place of the cursor, in UTF-8 bytes.
    ///
    ///   - name: the name of the script, which the library's loader gets for an `include`.
    public func complete(_ text: String, at offset: Int, name: String = "script") -> [CompletionItem] {
        edited(text, name)?.completions(at: offset) ?? []
    }

    /// Describes the name at a place: a command, a parameter, a function, a def, a variable or a word of the language. A
    /// name also counts if it ends at the place. Returns nil if there is none that is known.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - offset: the place, in UTF-8 bytes.
    ///
    ///   - name: the name of the script, which the library's loader gets for an `include`.
    public func hover(_ text: String, at offset: Int, name: String = "script") -> Hover? {
        edited(text, name)?.hover(at: offset)
    }

    /// Returns the declaration of the variable or def at a place, in the script itself, in a module or in a prelude. In the
    /// path of an `include` it is the start of the module. Returns nil for any other place.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - offset: the place, in UTF-8 bytes.
    ///
    ///   - name: the name of the script in the result, which the library's loader also gets for an `include`.
    public func definition(_ text: String, at offset: Int, name: String = "script") -> SourceLocation? {
        edited(text, name)?.definition(at: offset)
    }

    /// Returns the places of the name at a place, including its declaration: those in the script, then those in modules
    /// and preludes, in order. A place has the span of the name alone, so that all of them can be renamed.
    ///
    /// - Parameters:
    ///
    ///   - text: the text of the script.
    ///
    ///   - offset: the place, in UTF-8 bytes.
    ///
    ///   - name: the name of the script in the result, which the library's loader also gets for an `include`.
    public func references(_ text: String, at offset: Int, name: String = "script") -> [SourceLocation] {
        edited(text, name)?.references(at: offset) ?? []
    }

    private func accepts(_ text: String) -> Bool { text.utf8.count <= options.sourceBytes }

    /// Nil for a text that is longer than allowed.
    private func edited(_ text: String, _ name: String) -> EditedText? {
        accepts(text) ? EditedText(text, name, self) : nil
    }
}
