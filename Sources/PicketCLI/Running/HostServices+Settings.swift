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
}
