import PicketSyntax

/// A command for the session itself: `:name arguments`.
package enum SessionCommand: Equatable {
    case help(String?)
    /// nil switches to the opposite.
    case timing(Bool?)
    /// The interval is in nanoseconds.
    case watch(interval: Int64, text: String)
    /// Runs in the background of the prompt, repeatedly if there is an interval.
    case job(interval: Int64?, text: String)
    case jobs
    case stop(JobChoice)
    case save(String)
    case source(String)
    case variables
    case use(String)
    case history(Int)
    case format(ResponseView.Format?)
    case tour(TourChoice)
    case quit

    package enum Name: String, CaseIterable {
        case help, tour, timing, watch, job, jobs, stop, save, source, vars, use, history, format, quit

        package var usage: String {
            switch self {
            case .help: return ":help [TOPIC]"
            case .tour: return ":tour [next|stop]"
            case .timing: return ":timing [on|off]"
            case .watch: return ":watch 2s COMMAND"
            case .job: return ":job COMMAND"
            case .jobs: return ":jobs"
            case .stop: return ":stop [JOB|all]"
            case .save: return ":save FILE"
            case .source: return ":source FILE [NAME=VALUE…]"
            case .vars: return ":vars"
            case .use: return ":use PROFILE|URL|local"
            case .history: return ":history [COUNT]"
            case .format: return ":format [table|json]"
            case .quit: return ":quit"
            }
        }

        package var summary: String {
            switch self {
            case .help: return "all there is, or a command, statement, function or page of the documentation"
            case .tour: return "shows the prompt in ten steps, on a local platform"
            case .timing: return "shows or hides how long responses took"
            case .watch: return "runs a command repeatedly until ^C"
            case .job: return "runs a command, or a `:watch`, in the background"
            case .jobs: return "lists the jobs in the background"
            case .stop: return "ends a job, after its deferred blocks"
            case .save: return "writes the successful lines as a script"
            case .source: return "runs the statements of a file here"
            case .vars: return "lists the session's names and their values"
            case .use: return "chooses the platform of the next commands; `local` starts one"
            case .history: return "lists the entered lines, newest last"
            case .format: return "shows responses as tables or as JSON"
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

    /// Returns the session command that other prompts write in another way, such as `help` or `\\q`; nil for any other text.
    ///
    /// - Parameter definitions: The names of defs, which are not taken for other prompts' words.
    package static func meant(by text: String, besides definitions: [String]) -> String? {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let first = words.first, !definitions.contains(where: { $0.hasBytes(of: String(first)) }) else {
            return nil
        }
        let isAlone = words.count == 1
        switch first {
        case "help", "\\h", "?", "\\?": return ":help " + (isAlone ? "" : String(words[1]))
        case "quit" where isAlone, "\\q" where isAlone: return ":quit"
        default: return nil
        }
    }

    /// Whether a text is a session command.
    package static func isOne(_ text: String) -> Bool {
        text.unicodeScalars.first { !$0.properties.isWhitespace } == ":"
    }

    package init(_ text: String) throws(Problem) {
        let trimmed = text.drop { $0.isWhitespace }.dropFirst()
        let words = trimmed.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let written = words.first.map(String.init) ?? ""
        let rest = words.count > 1 ? Self.trimmed(words[1]) : ""
        guard let name = Name(rawValue: written) else { throw Self.unknown(written) }
        self = try Self.command(name, rest)
    }

    private static func command(_ name: Name, _ rest: String) throws(Problem) -> SessionCommand {
        switch name {
        case .help: return .help(rest.isEmpty ? nil : rest)
        case .timing:
            guard let choice = ["": nil, "on": true, "off": false][rest] else { throw usage(name) }
            return .timing(choice)
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
        case .history:
            guard let count = rest.isEmpty ? 20 : Int(rest), count > 0 else { throw usage(name) }
            return .history(count)
        case .format:
            let format = ResponseView.Format(rawValue: rest)
            if format == nil, !rest.isEmpty { throw usage(name) }
            return .format(format)
        case .tour:
            guard let choice = TourChoice(rawValue: rest) else { throw usage(name) }
            return .tour(choice)
        case .quit: return .quit
        }
    }

    /// The name of the command.
    package var name: Name {
        switch self {
        case .help: .help
        case .timing: .timing
        case .watch: .watch
        case .job: .job
        case .jobs: .jobs
        case .stop: .stop
        case .save: .save
        case .source: .source
        case .variables: .vars
        case .use: .use
        case .history: .history
        case .format: .format
        case .tour: .tour
        case .quit: .quit
        }
    }

    private static func watch(_ rest: String) throws(Problem) -> SessionCommand {
        let words = rest.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard words.count == 2 else { throw usage(.watch) }
        let interval = Array(words[0].utf8).withUnsafeBufferPointer { durationValue(of: $0) }
        guard let interval, interval > 0 else { throw usage(.watch) }
        return .watch(interval: interval, text: trimmed(words[1]))
    }

    private static func job(_ rest: String) throws(Problem) -> SessionCommand {
        guard isOne(rest) else { return .job(interval: nil, text: try required(rest, .job)) }
        guard case .watch(let interval, let text) = try SessionCommand(rest) else {
            throw Problem(message: "only a command or a `:watch` can be a job")
        }
        return .job(interval: interval, text: text)
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
