import PicketOptions
import PicketPlatform
import PicketSystem

/// The user whom the platform knows.
struct UserChoice {
    private let line: PlatformLine

    init(_ line: PlatformLine) { self.line = line }

    var name: String { line[.user] ?? "datasentinel" }

    func account() throws -> Account {
        guard !name.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 < 0x20 || $0 == 0x7F }) else {
            throw StartProblem(description: "a user name must not contain a colon or a control character")
        }
        return Account(
            name: name, profile: line[.profile].flatMap(Account.Profile.init) ?? .dataAdmin,
            privilege: line[.privilege].flatMap(Account.Privilege.init) ?? .admin)
    }

    func password() throws -> PlatformConfiguration.Password {
        if let variable = line[.passwordEnv] {
            guard let bytes = EnvironmentVariables.bytes(of: variable), !bytes.isEmpty else {
                throw StartProblem(description: "the environment \(subject(variable)) is not set, or is empty")
            }
            do throws(SecretTextProblem) {
                return .chosen(try SecretText.text(bytes))
            } catch {
                throw StartProblem(description: "the environment \(subject(variable)) \(error.predicate)")
            }
        }
        guard let file = line[.passwordFile] else { return .kept }
        do throws(SecretFileProblem) {
            return .chosen(try SecretFile.read(file))
        } catch {
            throw StartProblem(description: error.sentence(of: file, "password"))
        }
    }

    /// Returns the name of a variable for a message. A password that was written in its place is not repeated.
    private func subject(_ variable: String) -> String {
        VariableName.isOne(variable) ? "variable \(variable)" : "variable that --password-env names"
    }
}
