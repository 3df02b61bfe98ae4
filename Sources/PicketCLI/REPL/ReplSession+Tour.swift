import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The tour, and the examples that the prompt offers as grey text.
extension ReplSession {
    // MARK: Offers

    /// Offers the example of the tour's step, or else the next statement of the examples of `:help`.
    func renewOffer() { vocabulary.offer = tour?.step?.example ?? examples.first }

    /// Goes to the next example if the current one was entered. Another text ends the examples.
    func takeOffer(_ text: String) {
        guard let first = examples.first else { return }
        if text.hasBytes(of: first) { examples.removeFirst() } else { examples = [] }
    }

    // MARK: The tour

    func tour(_ choice: SessionCommand.TourChoice) -> Int32? {
        switch choice {
        case .show where tour == nil: return beginTour()
        case .show: showStep()
        case .next:
            guard tour != nil else { return complainAboutNoTour() }
            tour?.skip()
            showStep()
        case .stop:
            guard tour != nil else { return complainAboutNoTour() }
            tour = nil
            out(paint.faint("the tour ends here; `:tour` begins it again"))
        }
        return nil
    }

    private func complainAboutNoTour() -> Int32? {
        complain("there is no tour; `:tour` begins one")
        return nil
    }

    private func beginTour() -> Int32? {
        if place.platform?.hasBytes(of: "local") != true {
            out(paint.faint("The tour works on a local platform, which ends with the session."))
            let status = use("local")
            guard status == nil, place.platform?.hasBytes(of: "local") == true else { return status }
        }
        tour = Tour()
        out(paint.faint("Ten steps: `:tour next` leaves one out, `:tour stop` ends the tour."))
        showStep()
        return nil
    }

    private func showStep() {
        guard let tour, let step = tour.step else { return endTour() }
        out("\n\(paint.name(shown("\(tour.number) of \(Tour.count): \(step.title)")))")
        for line in step.lines { out(shown("  " + line)) }
        out(paint.good(shown(step.example.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))))
    }

    private func endTour() {
        tour = nil
        out(paint.good("\nThis was the tour. `:help` lists everything; `:help tutorial` shows the next steps."))
    }

    /// Looks at what a line has brought about, and shows the next step if the current one is done.
    ///
    /// - Parameter hasFailed: Whether an error was shown. Then a command of the prompt did not do its work.
    func goOnWithTour(hasFailed: Bool) {
        defer {
            tourResult = Tour.Result()
            renewOffer()
        }
        if hasFailed { tourResult.session = nil }
        switch tour?.take(tourResult) {
        case .done:
            out(paint.good("done"))
            showStep()
        case .answeredOtherwise(let command, let status):
            let answer = status.map { "was answered \($0)" } ?? "got no answer"
            out(paint.faint(shown("`\(command)` \(answer): the step is not done yet; `:tour` shows it again")))
        case .unrelated, nil: break
        }
    }
}
