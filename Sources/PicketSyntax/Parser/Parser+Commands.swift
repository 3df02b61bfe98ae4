/// Parses `verb word name=value …$map as NAME`, byte by byte.
extension Parser {
    /// Parses the rest of a call after the verb.
    ///
    /// Grammar: command-call = command-name { argument } [ "as" name ] ;
    ///
    /// Grammar: command-name = letter-or-underscore { letter-or-underscore | digit | "-" } ;
    mutating func commandCall(_ name: Name) throws(Failure) -> CommandCall {
        if !lexer.is(.argumentEnd, at: lexer.position), !lexer.continuesLine(at: lexer.position) {
            throw textAfterVerb(name)
        }
        var call = CommandCall(name: name, arguments: [], result: nil, span: name.span)
        try arguments(into: &call.arguments)
        if lexer.current == UInt8(ascii: "a") { call.result = try result() }
        call.span.end = UInt32(truncatingIfNeeded: lastEnd)
        return call
    }

    /// Parses arguments up to the end of the statement, an `as`, or a `{`.
    ///
    /// Grammar: argument = value | command-name "=" ( value | map ) | "..." interpolation ;
    mutating func arguments(into arguments: inout [Argument], beforeBlock: Bool = false) throws(Failure) {
        while true {
            plainArguments(into: &arguments)
            lexer.skipBlanks()
            let start = lexer.position
            switch lexer.current {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), UInt8(ascii: "}"), 0:
                return
            case UInt8(ascii: "a") where standsAs(at: start):
                return
            case UInt8(ascii: "{"):
                if beforeBlock { return }
                throw misplacedBrace(start)
            case UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "+"),
                UInt8(ascii: "-"),
                UInt8(ascii: "*"), UInt8(ascii: "/"):
                if arguments.isEmpty || lexer.current == UInt8(ascii: "&") || lexer.current == UInt8(ascii: "|") {
                    try checkForeignSign(start)
                } else if let argument = try argumentWithBlank(arguments[arguments.count - 1]) {
                    arguments[arguments.count - 1] = argument
                    continue
                }
            default: break
            }
            if let argument = try argumentBeforeComma() { arguments.append(argument) }
            lastEnd = lexer.position
        }
    }

    /// Parses the next arguments as long as they are plain: words that begin with a letter, digit or `_`, `"…"` strings
    /// without escapes, and `$name`, positional or named. Stops before any other argument, which `argument` parses.
    private mutating func plainArguments(into arguments: inout [Argument]) {
        let (base, classes) = (lexer.base, lexer.classes)
        var next = lexer.position
        if arguments.isEmpty { arguments.reserveCapacity(6) }
        while true {
            while base[next] == UInt8(ascii: " ") { next += 1 }
            let start = next
            var end = start
            var form = Argument.Form.positional
            if classes[Int(base[start])].contains(.nameStart) {
                repeat { end += 1 } while classes[Int(base[end])].contains(.dashedNameByte)
                if base[end] == UInt8(ascii: "=") {
                    form = .named(Name(SourceSpan(start, end)))
                    end += 1
                    guard classes[Int(base[end])].contains(.plainStart) else { return }
                }
            } else if !classes[Int(base[start])].contains(.plainStart) {
                return
            }
            let value = if case .positional = form { start } else { end }
            if base[value] == UInt8(ascii: "\"") {
                end = value + 1
                while !classes[Int(base[end])].contains(.stringStop) { end += 1 }
                guard base[end] == UInt8(ascii: "\""), end > value + 1 else { return }
                end += 1
                guard classes[Int(base[end])].contains(.argumentEnd) else { return }
                arguments.append(
                    Argument(form: form, value: .quoted(SourceSpan(value, end)), span: SourceSpan(start, end)))
            } else if base[value] == UInt8(ascii: "$") {
                end = value + 1
                guard classes[Int(base[end])].contains(.nameStart) else { return }
                repeat { end += 1 } while classes[Int(base[end])].contains(.nameByte)
                guard classes[Int(base[end])].contains(.argumentEnd) else { return }
                arguments.append(
                    Argument(form: form, value: .variable(SourceSpan(value + 1, end)), span: SourceSpan(start, end)))
            } else {
                while !classes[Int(base[end])].contains(.wordStop) { end += 1 }
                guard classes[Int(base[end])].contains(.argumentEnd), !standsAs(at: start, end),
                    base[end - 1] != UInt8(ascii: ",")
                else { return }
                arguments.append(
                    Argument(form: form, value: .commandWord(SourceSpan(value, end)), span: SourceSpan(start, end)))
            }
            next = end
            lexer.position = end
            lastEnd = end
            // `argument` counts the next one.
            if arguments.count & 0x3FF == 0, watch != nil { return }
        }
    }

    @inline(__always)
    private func standsAs(at start: Int, _ end: Int) -> Bool {
        end - start == 2 && lexer.base[start] == UInt8(ascii: "a") && lexer.base[start + 1] == UInt8(ascii: "s")
    }

    mutating func argument() throws(Failure) -> Argument {
        try countPart()
        let start = lexer.position
        if lexer.current == UInt8(ascii: "."), lexer.following == UInt8(ascii: "."),
            lexer.byte(at: start + 2) == UInt8(ascii: ".")
        {
            return try spreadArgument(start)
        }
        let end = lexer.endOfName(at: start, dashed: true)
        if end > start, lexer.byte(at: end) == UInt8(ascii: "=") {
            lexer.position = end + 1
            let name = Name(SourceSpan(start, end))
            if lexer.is(.argumentEnd, at: end + 1) || lexer.continuesLine(at: end + 1) {
                // A blank was already reported in this call; this is the same mistake.
                guard blankReportedIn == statementStart, let value = try valueBehindBlank(from: end) else {
                    throw failure(.emptyArgument(text(name), at: at(start, end + 1)))
                }
                return Argument(form: .named(name), value: value, span: SourceSpan(start, lexer.position))
            }
            let value: Expression
            if lexer.current == UInt8(ascii: "{") {
                value = try map(from: end + 1)
                try checkEndOfValue()
            } else {
                value = try commandValue()
            }
            return Argument(form: .named(name), value: value, span: SourceSpan(start, lexer.position))
        }
        let value = try commandValue()
        return Argument(form: .positional, value: value, span: SourceSpan(start, lexer.position))
    }

    private mutating func spreadArgument(_ start: Int) throws(Failure) -> Argument {
        lexer.position = start + 3
        if let problem = hiddenCharacter(at: lexer.position) { throw failure(problem) }
        guard lexer.current == UInt8(ascii: "$"), lexer.opensInterpolation(at: lexer.position) else {
            throw failure(
                .expectedSign(
                    "`$` and the name of a map after `...`", found: describe(lexer.position),
                    at: at(start, endOfText(from: start)), opening: nil))
        }
        let value = try interpolation(in: .text)
        try checkEndOfValue()
        return Argument(form: .spread, value: value, span: SourceSpan(start, lexer.position))
    }

    /// Whether the word `as` stands alone at `start`.
    private func standsAs(at start: Int) -> Bool {
        lexer.byte(at: start + 1) == UInt8(ascii: "s")
            && (lexer.is(.argumentEnd, at: start + 2) || lexer.continuesLine(at: start + 2))
    }

    /// Parses `as NAME`, which ends the command.
    private mutating func result() throws(Failure) -> Name {
        let start = lexer.position
        lexer.position += 2
        lastEnd = lexer.position
        if isAtEndOfStatement() { throw failure(.misplacedAs(at: at(start, start + 2))) }
        let name = try variableName("a name after `as`")
        guard isAtEndOfStatement() else { throw failure(.misplacedAs(at: at(start, start + 2))) }
        return name
    }

    /// Reports an argument that is an assignment sign, or that joins commands in other languages.
    private mutating func checkForeignSign(_ start: Int) throws(Failure) {
        func isWord(_ word: StaticString) -> Bool {
            let end = start + word.utf8CodeUnitCount
            return lexer.matches(word, from: start, to: end)
                && (lexer.is(.argumentEnd, at: end) || lexer.continuesLine(at: end))
        }
        for sign in ["&&", "||", "|"] as [StaticString] where isWord(sign) {
            throw failure(.foreignJoin("\(sign)", at: at(start, start + sign.utf8CodeUnitCount)))
        }
        for sign in ["=", "==", "+=", "-=", "*=", "/="] as [StaticString]
        where isWord(sign) || lexer.current == UInt8(ascii: "=") {
            let verb = text(statementStart, lastEnd)
            let end = endOfText(from: start)
            throw failure(
                .bareAssignment(verb, sign: isWord(sign) ? "\(sign)" : "=", at: at(start, max(end, start + 1))))
        }
    }

    /// Returns the failure for a `{` after a word that opens a block in other languages, or for a map without a name.
    private mutating func misplacedBrace(_ start: Int) -> Failure {
        let verb = lexer.endOfName(at: statementStart, dashed: true)
        let location = at(statementStart, verb)
        if let problem = foreignWord(from: statementStart, location) { return failure(problem) }
        return failure(.misplacedBrace(at: at(start, start + 1)))
    }

    private mutating func textAfterVerb(_ name: Name) -> Failure {
        let start = lexer.position
        if lexer.current == UInt8(ascii: "=") {
            // The argument is on a line of its own, after one that was reported.
            if diagnostics.last?.code == .emptyArgument, followsFaultyLine { return Failure() }
            let sign = lexer.following == UInt8(ascii: "=") ? "==" : "="
            return failure(.bareAssignment(text(name), sign: sign, at: at(start, start + sign.utf8.count)))
        }
        if lexer.current == UInt8(ascii: "\\") { return strayBackslash(at: start) }
        if lexer.current == UInt8(ascii: ",") { return failure(.commaBetweenArguments(at: at(start, start + 1))) }
        for sign in ["++", "+=", "*=", "/="] as [StaticString] where lexer.matches(sign, from: start, to: start + 2) {
            return failure(.bareAssignment(text(name), sign: "\(sign)", at: at(start, start + 2)))
        }
        if let problem = hiddenCharacter(at: start) { return failure(problem) }
        let end = endOfWord(from: Int(name.span.start))
        var problem = Diagnostic.expectedStatement(
            found: "`\(text(Int(name.span.start), end))`", at: at(Int(name.span.start), end))
        if lexer.current == UInt8(ascii: ".") { problem.help = helpForMethod(of: name, from: start + 1) }
        return failure(problem)
    }

    /// Whether the statement is on the line below the latest error.
    private var followsFaultyLine: Bool {
        guard let fault = diagnostics.last?.location?.span.end else { return false }
        let between = Int(fault)..<max(Int(fault), statementStart)
        return between.count { lexer.isNewline(at: $0) && lexer.byte(at: $0) == UInt8(ascii: "\n") } == 1
    }

    /// Suggests a form for `list.append(3)` and other method calls.
    func helpForMethod(of name: Name, from start: Int) -> String? {
        let end = lexer.endOfName(at: start, dashed: false)
        guard end > start, lexer.byte(at: end) == UInt8(ascii: "(") else { return nil }
        switch text(start, end) {
        case "append", "push", "add": return "values have no methods: write `append \(text(name)) …`"
        default: return "values have no methods: a function takes the value, such as `len($\(text(name)))`"
        }
    }

    /// The end of the run of non-blank bytes at `offset`.
    func endOfWord(from offset: Int) -> Int {
        var end = offset
        while !lexer.is(.argumentEnd, at: end) { end += 1 }
        return end
    }
}
