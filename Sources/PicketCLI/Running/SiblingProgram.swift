import PicketSystem

/// Replaces this process by a program that is installed beside it. It returns only on failure, with the reason.
enum SiblingProgram {
    static func execute(_ name: String, _ arguments: [String]) -> String {
        guard let path = Program.beside(name) else { return "`\(name)` is not beside this program" }
        Console.standard.flush()
        return "\(path): \(Program.become(path, arguments).message)"
    }
}
