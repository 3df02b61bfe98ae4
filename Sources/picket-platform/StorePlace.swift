import PicketPlatform
import PicketSystem

/// The default location of the store: https://specifications.freedesktop.org/basedir-spec/latest/
enum StorePlace {
    static func location(_ argument: String?) throws(StartProblem) -> StoreLocation {
        guard let argument else {
            guard let state = Directories.state else {
                let reason = Directories.problem ?? "there is no folder for state"
                throw StartProblem(
                    description: "\(reason): give `--store FILE`, or `--store :memory:` to keep nothing")
            }
            return .file(state + "/platform.sqlite")
        }
        return argument == ":memory:" ? .memory : .file(argument)
    }
}
