import Picket

/// One step of `:tour`: what to learn, a text to enter, and what it must bring about.
package struct TourStep: Sendable {
    package let title: String
    /// The lines of the explanation.
    package let lines: [String]
    /// A text that does the step. The prompt offers it.
    package let example: String
    let goal: Goal
    /// The status that the latest answer must have, because the step is about it; nil for any.
    var neededStatus: Int? = nil

    /// What a text must bring about.
    enum Goal: Sendable {
        /// The platform answers a command with a status, at least as often as the count says.
        case answer(String, status: Set<Int>, count: Int = 1)
        /// An expectation holds.
        case held
        /// Something is printed.
        case printed
        /// A command of the prompt succeeds.
        case session(SessionCommand.Name)
    }

    /// The steps of the tour, in their order.
    ///
    /// - Parameters:
    ///   - names: The connections that they are about.
    ///   - showsOffers: Whether a person sees the offered text.
    static func all(_ names: TourNames, showsOffers: Bool) -> [TourStep] {
        let (added, missing) = (SourceForm.argument(names.added), SourceForm.argument(names.missing))
        return [
            TourStep(
                title: "ask the platform",
                lines: [
                    "A line is a command. The answer begins with the status that the platform gave.",
                    showsOffers
                        ? "The grey text is the line of this step: the key → takes it, and Enter runs it."
                        : "The line of this step stands below. Type it, or one of your own; Enter runs it.",
                ],
                example: "ping", goal: .answer("ping", status: [200])),
            TourStep(
                title: "add a connection",
                lines: [
                    "Arguments are `name=value`, without blanks around the `=`. Tab completes names and values.",
                    "A line with a password is not kept in the history.",
                ],
                example: "add \(added) host=pg-sales-1 port=5432 user=monitor password=only-a-try",
                goal: .answer("add", status: [201])),
            TourStep(
                title: "look at it",
                lines: ["Secrets are never shown. After a few letters of a name, Tab completes it."],
                example: "show \(added)", goal: .answer("show", status: [200])),
            TourStep(
                title: "ask for something that is not there",
                lines: ["An error does not end the session. In a script, it ends the run."],
                example: "show \(missing)", goal: .answer("show", status: [404])),
            TourStep(
                title: "say what you expect",
                lines: ["If a 404 is what you want, say so in the next line. Then a script goes on, too."],
                example: "expect status 404", goal: .held, neededStatus: 404),
            TourStep(
                title: "read an answer",
                lines: [
                    "`$last` is the latest answer, and a point leads to its parts. A `$` reads a variable, also in a text."
                ],
                example: "print \"the platform says: $last.body.error\"", goal: .printed, neededStatus: 404),
            TourStep(
                title: "run a block",
                lines: [
                    "`ensure` creates a connection, or changes it if it differs. Run it twice: the second changes nothing.",
                    "Enter begins the next line of a block while a brace is open.",
                ],
                example: """
                    for name in [\(missing), \(SourceForm.argument(names.other))] {
                        ensure $name host=pg-$name port=5432 user=monitor password=only-a-try
                    }
                    """,
                goal: .answer("ensure", status: [200, 201], count: 2)),
            TourStep(
                title: "watch",
                lines: ["The command runs again and again, and each change is shown. ^C (Control and C) ends it."],
                example: ":watch 1s show \(missing)", goal: .session(.watch)),
            TourStep(
                title: "find help",
                lines: [
                    showsOffers
                        ? "`:help` alone lists everything. After the tour, the examples of an entry are offered in grey, too."
                        : "`:help` alone lists everything, and `:help NAME` explains one entry with examples."
                ],
                example: ":help update", goal: .session(.help)),
            TourStep(
                title: "keep what you did",
                lines: [
                    "The lines that ran become a script. Secrets become variables of the environment.",
                    "In a shell, `picket run tour.picket --platform local` runs it.",
                ],
                example: ":save tour.picket", goal: .session(.save)),
        ]
    }
}
