package import PicketRuntime
import PicketSystem

/// What a run asks of its host beside the platform.
package struct HostServices {
    /// What came of a file.
    package enum FileAnswer {
        case value(Value)
        case problem(UnreadableFile)
    }

    /// The value of an environment variable; nil if it is not set.
    package var environment: (String) -> String?
    /// Reads a data file; nil for a host without files.
    package var readFile: ((FileFormat, String) -> FileAnswer)?
    /// Writes the files of `save=`; nil for a host without files.
    package var saver: FileSaver?
    /// The time of day in UTC (ISO 8601).
    package var wallClock: () -> String
    /// Whether a test of this name and these tags is to run.
    package var runsTest: (String, [String]) -> Bool
    /// Is called before a request is sent and before the run waits for anything: what was said until then is to be seen.
    package var willWait: () -> Void = {}
    /// Is called when the run is ended from outside while writes are on their way, with their number: they are waited for.
    package var goesOn: (Int) -> Void = { _ in }

    package init(
        environment: @escaping (String) -> String? = { _ in nil },
        readFile: ((FileFormat, String) -> FileAnswer)? = nil,
        wallClock: @escaping () -> String = HostServices.timeOfDay,
        runsTest: @escaping (String, [String]) -> Bool = { _, _ in true }
    ) {
        self.environment = environment
        self.readFile = readFile
        self.wallClock = wallClock
        self.runsTest = runsTest
    }

    /// The system's clock, to the millisecond.
    package static func timeOfDay() -> String {
        let now = WallClock.millisecondsSince1970
        return CalendarTime.text(secondsSince1970: now / 1_000, milliseconds: now % 1_000)
    }
}
