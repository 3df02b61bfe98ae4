import PicketSyntax

/// A command for the session itself: `:name arguments`.
package enum SessionCommand: Equatable {
    case help(String?)
    /// nil switches to the opposite.
    case timing(Bool?)
    /// The interval is in nanoseconds.
    case watch(interval: Int64, text: String, end: WatchEnd = WatchEnd())
    /// Runs in the background of the prompt, repeatedly if there is an interval.
    case job(interval: Int64?, text: String, end: WatchEnd = WatchEnd())
    case jobs
    case stop(JobChoice)
    case save(String)
    case source(String)
    case variables
    case use(String)
    /// Runs a command of the system's shell; empty for the shell itself.
    case shell(String)
    case edit(String)
    /// The number of entries at most, and a text that they contain; nil for any.
    case history(Int, pattern: String? = nil)
    case journal(Int)
    case undo
    case format(ResponseView.Format?)
    /// nil switches to the opposite.
    case wide(Bool?)
    /// nil switches to the opposite.
    case pager(Bool?)
    case find(String)
    /// Two connections, or one as it is now and as it was seen before.
    case difference(String, String?)
    /// nil is the screen.
    case output(String?)
    case tour(TourChoice)
    case quit

    package enum Name: String, CaseIterable {
        case help, timing, watch, job, jobs, stop, save, source, edit, vars, use, history, journal, undo, format
        case wide, pager, find, diff, output, tour
        case shell = "!"
        case quit

        /// Whether its argument is one of the words that completion offers, or the beginning of a URL.
        var isChoice: Bool { [.use, .timing, .wide, .pager, .format, .tour].contains(self) }

        package var usage: String {
            switch self {
            case .help: return ":help [TOPIC]"
            case .tour: return ":tour [next|stop]"
            case .timing: return ":timing [on|off]"
            case .watch: return ":watch 2s [COUNT] COMMAND [until CONDITION]"
            case .job: return ":job COMMAND"
            case .jobs: return ":jobs"
            case .stop: return ":stop [JOB|all]"
            case .save: return ":save FILE"
            case .source: return ":source FILE [NAME=VALUE…]"
            case .vars: return ":vars"
            case .use: return ":use PROFILE|URL|local"
            case .edit: return ":edit FILE [NAME=VALUE…]"
            case .history: return ":history [COUNT] [TEXT]"
            case .shell: return ":!COMMAND"
            case .journal: return ":journal [COUNT]"
            case .undo: return ":undo"
            case .format: return ":format [table|json]"
            case .wide: return ":wide [on|off]"
            case .pager: return ":pager [on|off]"
            case .find: return ":find TEXT"
            case .diff: return ":diff CONNECTION [CONNECTION]"
            case .output: return ":output [FILE]"
            case .quit: return ":quit"
            }
        }

        package var summary: String {
            switch self {
            case .help: return "all there is, or a command, statement, function or page of the documentation"
            case .tour: return "shows the prompt in ten steps, on a local platform"
            case .timing: return "shows or hides how long responses took"
            case .watch: return "runs a command repeatedly until ^C, and shows what is new"
            case .job: return "runs a command, or a `:watch`, in the background"
            case .jobs: return "lists the jobs in the background"
            case .stop: return "ends a job, after its deferred blocks"
            case .save: return "writes the executed statements as a script"
            case .source: return "runs the statements of a file here"
            case .vars: return "lists the session's names and their values"
            case .use: return "chooses the platform of the next commands; `local` starts one"
            case .edit: return "opens a file in your editor, and then runs it here"
            case .history: return "lists the entered lines with their times, newest last, or those that contain a text"
            case .shell: return "runs a command of your shell"
            case .journal: return "lists the recorded writes, with time, target and outcome"
            case .undo: return "shows the inverse of the latest write, and runs it after asking"
            case .format: return "shows responses as tables or as JSON"
            case .wide: return "shows lists as records, with a row for each key"
            case .pager: return "shows what is longer than the screen in your pager, or not"
            case .find: return "lists the session's answers that contain a text"
            case .diff: return "compares two connections, or one with how it was last seen"
            case .output: return "writes answers and prints to a file, or to the screen again"
            case .quit: return "ends the session; so does ^D"
            }
        }
    }

    /// The jobs to stop.
    package enum JobChoice: Hashable, Sendable {
        case only, all
        case number(Int)
    }

    /// What to do with the tour.
    package enum TourChoice: String, Sendable {
        /// Begins it, or shows the current step again.
        case show = ""
        case next, stop
    }

    /// Why a line is not a valid session command: one sentence.
    package struct Problem: Error, Equatable {
        package var message: String

        package init(message: String) {
            self.message = message
        }
    }

    /// Whether a text is a session command.
    package static func isOne(_ text: String) -> Bool {
        text.unicodeScalars.first { !$0.properties.isWhitespace } == ":"
    }

    package init(_ text: String) throws(Problem) {
        let trimmed = text.drop { $0.isWhitespace }.dropFirst()
        if trimmed.first == "!" {
            self = .shell(Self.trimmed(trimmed.dropFirst()))
            return
        }
        let words = trimmed.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let written = words.first.map(String.init) ?? ""
        let rest = words.count > 1 ? Self.trimmed(words[1]) : ""
        guard let name = Name(written: written) else { throw Self.unknown(written) }
        self = try Self.command(name, rest)
    }

    private static func command(_ name: Name, _ rest: String) throws(Problem) -> SessionCommand {
        switch name {
        case .help: return .help(rest.isEmpty ? nil : rest)
        case .timing: return .timing(try choice(rest, name))
        case .wide: return .wide(try choice(rest, name))
        case .pager: return .pager(try choice(rest, name))
        case .watch: return try watch(rest)
        case .job: return try job(rest)
        case .jobs: return .jobs
        case .stop:
            if let number = Int(rest), number > 0 { return .stop(.number(number)) }
            guard let choice = ["": JobChoice.only, "all": .all][rest] else { throw usage(name) }
            return .stop(choice)
        case .save: return .save(try required(rest, name))
        case .source: return .source(try required(rest, name))
        case .vars: return .variables
        case .use: return .use(try required(rest, name))
        case .edit: return .edit(try required(rest, name))
        case .shell: return .shell(rest)
        case .history: return try history(rest)
        case .journal:
            guard let count = rest.isEmpty ? 20 : Int(rest), count > 0 else { throw usage(name) }
            return .journal(count)
        case .undo: return .undo
        case .format:
            let format = ResponseView.Format(rawValue: rest)
            if format == nil, !rest.isEmpty { throw usage(name) }
            return .format(format)
        case .find: return .find(try required(rest, name))
        case .diff:
            let line = ShellLine(rest)
            if line.isOpen { throw Problem(message: ShellLine.openMessage) }
            let names = line.allWords
            guard let first = names.first, names.count <= 2 else { throw usage(name) }
            return .difference(first, names.count == 2 ? names[1] : nil)
        case .output: return .output(rest.isEmpty ? nil : rest)
        case .tour:
            guard let choice = TourChoice(rawValue: rest) else { throw usage(name) }
            return .tour(choice)
        case .quit: return .quit
        }
    }

    /// - Returns: nil for the opposite of the present choice.
    private static func choice(_ rest: String, _ name: Name) throws(Problem) -> Bool? {
        guard let choice = ["": nil, "on": true, "off": false][rest] else { throw usage(name) }
        return choice
    }

    private static func watch(_ rest: String) throws(Problem) -> SessionCommand {
        let bytes = Array(rest.utf8)
        guard let parts = StatementParts(watchIn: bytes, from: 0) else { throw usage(.watch) }
        let interval = bytes.prefix { !SessionInput.isBlank($0) }.withUnsafeBufferPointer { durationValue(of: $0) }
        func text(_ range: Range<Int>) -> String { trimmed(String(decoding: bytes[range], as: UTF8.self)[...]) }
        let (command, condition) = (text(parts.command), parts.condition.map(text))
        let rounds = parts.count.flatMap { Int(text($0)) }
        guard let interval, interval > 0, !command.isEmpty, rounds.map({ $0 > 0 }) ?? (parts.count == nil) else {
            throw usage(.watch)
        }
        return .watch(interval: interval, text: command, end: WatchEnd(rounds: rounds, condition: condition))
    }

    private static func job(_ rest: String) throws(Problem) -> SessionCommand {
        guard isOne(rest) else { return .job(interval: nil, text: try required(rest, .job)) }
        guard case .watch(let interval, let text, let end) = try SessionCommand(rest) else {
            throw Problem(message: "only a command or a `:watch` can be a job")
        }
        return .job(interval: interval, text: text, end: end)
    }

    /// `:history 10 web` lists the latest ten entries with `web`, `:history web` all of them.
    private static func history(_ rest: String) throws(Problem) -> SessionCommand {
        let words = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let count = words.first.flatMap({ Int($0) }) else {
            return rest.isEmpty ? .history(20) : .history(.max, pattern: rest)
        }
        if count < 1 { throw usage(.history) }
        return .history(count, pattern: words.count > 1 ? trimmed(words[1]) : nil)
    }

    private static func required(_ rest: String, _ name: Name) throws(Problem) -> String {
        if rest.isEmpty { throw usage(name) }
        return rest
    }

    private static func usage(_ name: Name) -> Problem { Problem(message: "usage: \(name.usage)") }

    private static func unknown(_ name: String) -> Problem {
        let near = nearest(name, in: Name.allCases.map(\.rawValue)).map { "; did you mean `:\($0)`?" }
        return Problem(message: "there is no `:\(name)`" + (near ?? "; `:help` lists the commands"))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
