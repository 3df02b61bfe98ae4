import PicketData
import PicketPool
import PicketRuntime
import PicketSystem

extension HostServices {
    /// The environment of the process, and the data files below a script's folder.
    init(
        _ settings: Settings, folder: String, standardInputRefusal: String? = nil,
        environment: @escaping (String) -> String? = { Environment[$0] }
    ) {
        let reader = DataReader(root: settings.fileRoot, standardInputRefusal: standardInputRefusal)
        self.init(
            environment: environment,
            readFile: { format, path in
                do throws(DataProblem) {
                    return .value(try reader.read(format, path, relativeTo: folder))
                } catch {
                    return .problem(UnreadableFile(error.message, line: error.line))
                }
            })
        willWait = { Console.standard.flush() }
    }
}
