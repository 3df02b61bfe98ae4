import PicketData
import PicketPool
import PicketRuntime
import PicketSystem

extension HostServices {
    /// Creates services with the environment of the process and the data files below a script's folder.
    init(
        _ settings: Settings, root: String? = nil, folder: String, standardInputRefusal: String? = nil,
        environment: @escaping (String) -> String? = { Environment[$0] }
    ) {
        let root = root ?? settings.fileRoot
        let reader = DataReader(root: root, standardInputRefusal: standardInputRefusal)
        self.init(
            environment: environment,
            readFile: { format, path in
                do throws(DataProblem) {
                    return .value(try reader.read(format, path, relativeTo: folder))
                } catch {
                    let advice = Self.advice(on: path, in: folder) ?? ""
                    return .problem(UnreadableFile(error.message + advice, line: error.line))
                }
            })
        let folders = ReadableFolders(folder, and: root)
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

    /// Returns advice for a file that is missing in the script's folder but exists in the current one; nil otherwise.
    private static func advice(on path: String, in folder: String) -> String? {
        guard path.utf8.first != UInt8(ascii: "/"), !FileCheck.exists(folder + "/" + path), FileCheck.isRegular(path),
            let current = Folder.current
        else { return nil }
        return " in the script's folder; the current folder has one, which `--file-root .` and the whole path "
            + "(`\(current)/\(path)`) name"
    }

    /// Shows a person what a stopped run still waits for.
    mutating func reportWaits() {
        goesOn = { count in
            let writes = count == 1 ? "a write is on its way and is" : "\(count) writes are on their way and are"
            Self.reportStop("\(writes) waited for")
        }
        looksAgain = { count in
            let connections = count == 1 ? "1 connection" : "\(count) connections"
            Self.reportStop("the run reads \(connections) once more, because what its writes did is not known")
        }
    }

    /// Shows a person that deferred blocks of a stopped line are running.
    mutating func reportDeferred() { tidiesUp = Self.reportDeferred }

    static func reportDeferred(_ count: Int) {
        reportStop(count == 1 ? "1 deferred block is running" : "\(count) deferred blocks are running")
    }

    /// Reports what a stopped run waits for. A SIGINT after a SIGTERM is the first one, so the text counts them.
    private static func reportStop(_ wait: String) {
        Console.standard.error(
            Door.show("picket: stopping: \(wait); a second Ctrl-C ends the rest at once\n" as String))
    }
}
