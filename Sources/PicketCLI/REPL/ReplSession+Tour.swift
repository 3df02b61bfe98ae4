import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The tour, and the examples that the prompt offers as grey text.
extension ReplSession {
    // MARK: Offers

    /// Offers the example of the tour's step, or else the next statement of the examples of `:help`.
    func renewOffer() { vocabulary.offer = tour?.offer ?? examples.first }

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
            leftTour = tour
            tour = nil
            out(paint.faint("the tour stops here; `:tour` goes on with this step"))
        }
        return nil
    }

    /// Stops the tour, because its texts write and must not reach another platform than its own.
    private func leaveTour() {
        leftTour = tour
        tour = nil
        out(paint.faint(wrapped("this is not the platform of the tour; `:tour` goes back to it and on with the step")))
    }

    /// Whether the current platform is the one that the tour works on.
    private var isOnLocal: Bool { place.platform?.hasBytes(of: "local") == true }

    private func complainAboutNoTour() -> Int32? {
        complain("there is no tour; `:tour` begins one")
        return nil
    }

    private func beginTour() -> Int32? {
        if !isOnLocal {
            out(paint.faint(wrapped("The tour works on a local platform, which ends with the session.")))
            let status = use("local")
            guard status == nil, isOnLocal else { return status }
        }
        if let leftTour {
            tour = leftTour
            out(paint.faint("the tour goes on where you left it"))
        } else {
            tour = Tour(TourNames(besides: vocabulary.connections), showsOffers: editor.showsOffers)
            out(paint.faint(wrapped("Ten steps: `:tour next` leaves one out, `:tour stop` ends the tour.")))
        }
        leftTour = nil
        showStep()
        return nil
    }

    private func showStep() {
        guard let tour, let step = tour.step, let offer = tour.offer else { return endTour() }
        out("\n\(paint.name(shown("\(tour.number) of \(Tour.count): \(step.title)")))")
        for line in step.lines { out(wrapped(shown("  " + line))) }
        if tour.needsAnswer {
            out(wrapped("  This is about a 404, which is not the latest answer now: ask for it first."))
        }
        // The texts of the tour are the program's own, and so is the password in them. Only names come from elsewhere.
        let text = offer.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let isOwn = !tour.names.all.contains(where: vocabulary.holdsSecret)
        out(paint.good(isOwn ? .own(text) : shown(text)))
    }

    private func endTour() {
        tour = nil
        out(
            wrapped(
                paint.good("\nThis was the tour. `:help` lists everything; `:help tutorial` shows the next steps.")))
    }

    /// Looks at what a line has brought about, and shows the next step if the current one is done.
    ///
    /// - Parameter hasFailed: Whether an error was shown. Then a command of the prompt did not do its work.
    func goOnWithTour(hasFailed: Bool) {
        defer {
            tourResult = Tour.Result()
            renewOffer()
        }
        guard tour == nil || isOnLocal else { return leaveTour() }
        if hasFailed { tourResult.isUndone = true }
        switch tour?.take(tourResult) {
        case .done:
            out(paint.good("done"))
            showStep()
        case .changed: showStep()
        case .notDone(let lack):
            let next: Shown<String> = "; `:tour` shows the step again, `:tour next` leaves it out"
            out(paint.faint(wrapped(shown(lack.text) + next)))
            if case .newName = lack { showStep() }
        case .unrelated, nil: break
        }
    }
}
