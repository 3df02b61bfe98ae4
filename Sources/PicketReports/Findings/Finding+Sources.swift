package import PicketSyntax

extension Finding {
    /// The finding of a check.
    ///
    /// - Parameters:
    ///   - file: The script that was checked, for a diagnostic without a place.
    ///   - place: Returns where a file is.
    package init(_ parts: DiagnosticParts, in file: String, _ place: (String) -> ProjectPath) {
        func region(_ region: DiagnosticParts.Region) -> Region {
            Region(
                file: place(region.file), line: region.line, column: region.column,
                end: Region.End(line: region.endLine, column: region.endColumn))
        }
        self.init(
            code: parts.code, severity: parts.severity, title: "picket (\(parts.code))", message: parts.message,
            label: parts.label, notes: parts.notes.map { Note(message: $0.message, region: $0.region.map(region)) },
            help: parts.help ?? "",
            region: parts.region.map(region) ?? Region(file: place(file), line: 1, column: 1))
    }

    /// The finding of a run.
    init(_ failure: FailureReport, of item: CaseReport, in file: FileReport, _ place: (String) -> ProjectPath) {
        func region(_ known: Place) -> Region {
            Region(file: place(known.file), line: known.line, column: known.column)
        }
        let parts = [
            ("expected", failure.expected ?? ""), ("actual", failure.actual ?? ""), ("request", failure.request),
            ("response", failure.response),
        ]
        self.init(
            code: failure.code, severity: .error, title: SummaryText.name(item, in: file.path),
            message: failure.message, label: failure.label,
            facts: parts.filter { !$0.1.isEmpty }.map { Fact(name: $0.0, value: $0.1) },
            notes: failure.notes.map { Note(message: $0.message, region: $0.place.map(region)) }, help: failure.help,
            region: (failure.place ?? item.place).map(region) ?? Region(file: place(file.path), line: 1, column: 1))
    }
}

extension Report {
    /// The failures of the run, the most telling ones first, because a service may show only some of them: the first
    /// failure of each test, then those that are not the tests' own, then the further failures of each.
    ///
    /// - Parameter place: Returns where a file is.
    package func findings(_ place: (String) -> ProjectPath) -> FindingList {
        var (own, errors, further): ([Finding], [Finding], [Finding]) = ([], [], [])
        for file in files {
            // A test that could not begin has no failure of its own: the case that it is because of has it.
            for item in file.cases where item.state == .failed && item.reason.isEmpty {
                let found = item.failures.map { Finding($0, of: item, in: file, place) }
                if item.isError { errors += found.prefix(1) } else { own += found.prefix(1) }
                further += found.dropFirst()
            }
        }
        return FindingList(version: version, own + errors + further)
    }
}
