import PicketData
import PicketPool
import PicketRuntime
import PicketSystem

extension HostServices {
    /// The environment of the process, and the data files below a script's folder.
    init(
        _ settings: Settings, folder: String, environment: @escaping (String) -> String? = { Environment[$0] }
    ) {
        let reader = DataReader(root: settings.fileRoot)
        self.init(
            environment: environment,
            readFile: { kind, path in
                do throws(DataProblem) {
                    return .value(try reader.read(kind, path, relativeTo: folder))
                } catch {
                    return .problem(UnreadableFile(error.message, line: error.line))
                }
            })
        willWait = { Console.standard.flush() }
    }

    /// Says that a run which was ended waits for writes that are on their way.
    static func tellWhatGoesOn(_ count: Int) {
        let writes = count == 1 ? "a write is on its way and is" : "\(count) writes are on their way and are"
        Console.standard.error(
            Door.show("picket: stopping: \(writes) waited for; interrupt again to cut off\n" as String))
    }
}
