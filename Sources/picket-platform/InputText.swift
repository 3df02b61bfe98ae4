import PicketSystem

/// Reads the files that the command line names.
enum InputText {
    static func read(_ path: String) throws(StartProblem) -> String {
        do throws(FileProblem) {
            return String(decoding: try FileText.checked(try InputFile.bytes(of: path)), as: UTF8.self)
        } catch {
            throw StartProblem(description: "the file \(path) cannot be read: \(error.detail)")
        }
    }
}
