import Picket
package import PicketRuntime
package import PicketSyntax
import PicketSystem

/// The services that a run needs from its host besides the platform.
package struct HostServices {
    /// The result of reading a file.
    package enum FileAnswer {
        case value(Value)
        case problem(UnreadableFile)
    }

    /// Returns the value of an environment variable, which may be a secret; nil if it is not set.
    package var environment: (String) -> Value?
    /// Reads a data file; nil for a host without files.
    package var readFile: ((FileFormat, String) -> FileAnswer)?
    /// Writes the files of `save=`; nil for a host without files.
    package var saver: FileSaver?
    /// Returns the services that read and write the files of one script, by the file of its statement. A session that
    /// runs several scripts has other ones for each. nil for the services above.
    package var ofScript: (SourceFile) -> HostServices? = { _ in nil }
    /// Returns the time of day in UTC (ISO 8601).
    package var wallClock: () -> String
    /// Returns whether a test with this name and these tags should run.
    package var runsTest: (String, [String]) -> Bool
    /// Is called before a request is sent and before the run waits, so that the host can show the output so far.
    package var willWait: () -> Void = {}
    /// Is called with the number of writes on their way when the run is ended from outside. The run waits for their
    /// answers.
    package var goesOn: (Int) -> Void = { _ in }
    /// Is called with the number of deferred blocks that run because the run is ended from outside.
    package var tidiesUp: (Int) -> Void = { _ in }
    /// Is called with the number of connections that the run still reads once more, when the run is ended from outside.
    package var looksAgain: (Int) -> Void = { _ in }

    package init(
        environment: @escaping (String) -> String? = { _ in nil },
        readFile: ((FileFormat, String) -> FileAnswer)? = nil,
        wallClock: @escaping () -> String = HostServices.timeOfDay,
        runsTest: @escaping (String, [String]) -> Bool = { _, _ in true }
    ) {
        self.environment = { name in environment(name).map { .string($0) } }
        self.readFile = readFile
        self.wallClock = wallClock
        self.runsTest = runsTest
    }

    /// Creates the services that a host gives by the options of a run and by its library.
    init(_ run: ProgramRun) {
        let options = run.options
        self.init(wallClock: { options.clock.text }, runsTest: options.selectsTest)
        environment = options.environment.value
        guard let read = run.program.fileReader else { return }
        readFile = { format, path in
            switch read(path, format) {
            case .value(let value): .value(value)
            case .problem(let problem): .problem(problem)
            }
        }
    }

    /// Returns the time of the system's clock, to the millisecond.
    package static func timeOfDay() -> String {
        let now = WallClock.millisecondsSince1970
        return CalendarTime.text(secondsSince1970: now / 1_000, milliseconds: now % 1_000)
    }
}
