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
        let folders = ReadableFolders(folder, and: settings.fileRoot)
        func place(_ path: String) throws(FileProblem) -> String {
            try folders.place(forWriting: path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path)
        }
        func problem(_ body: () throws(FileProblem) -> Void) -> String? {
            do throws(FileProblem) {
                try body()
                return nil
            } catch {
                return error.message
            }
        }
        saver = FileSaver(
            problem: { path in problem { () throws(FileProblem) in _ = try place(path) } },
            save: { path, bytes in
                problem { () throws(FileProblem) in try FileReplacement.replace(try place(path), with: bytes) }
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
