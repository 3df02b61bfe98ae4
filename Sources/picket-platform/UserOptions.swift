public import ArgumentParser
public import PicketPlatform
import PicketSystem

struct UserOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The login.", valueName: "name"))
    var user = "datasentinel"

    @Option(help: ArgumentHelp("Take the password from this environment variable.", valueName: "variable"))
    var passwordEnv: String?

    @Option(help: ArgumentHelp("Take the password from the first line of this file.", valueName: "file"))
    var passwordFile: String?

    @Option(help: "The user's profile.")
    var profile = Account.Profile.dataAdmin

    @Option(help: "The user's privilege; managing connections needs the profile data admin and the privilege admin.")
    var privilege = Account.Privilege.admin

    var givesPassword: Bool { passwordEnv != nil || passwordFile != nil }

    func account() throws -> Account {
        guard !user.isEmpty, !user.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 < 0x20 || $0 == 0x7F }) else {
            throw StartProblem(description: "a user name must not be empty or contain a colon or a control character")
        }
        return Account(name: user, profile: profile, privilege: privilege)
    }

    func password() throws -> PlatformConfiguration.Password {
        if let passwordEnv {
            guard let bytes = EnvironmentVariables.bytes(of: passwordEnv), !bytes.isEmpty else {
                throw StartProblem(description: "the environment \(subject(passwordEnv)) is not set, or is empty")
            }
            do throws(SecretTextProblem) {
                return .chosen(try SecretText.text(bytes))
            } catch {
                throw StartProblem(description: "the environment \(subject(passwordEnv)) \(error.predicate)")
            }
        }
        guard let passwordFile else { return .kept }
        do throws(SecretFileProblem) {
            return .chosen(try SecretFile.read(passwordFile))
        } catch {
            throw StartProblem(description: error.sentence(of: passwordFile, "password"))
        }
    }

    /// Returns the name of a variable for a message. A password that was written in its place is not repeated.
    private func subject(_ variable: String) -> String {
        let isName = variable.wholeMatch(of: #/[A-Z_][A-Z0-9_]*/#) != nil
        return isName ? "variable \(variable)" : "variable that --password-env names"
    }

    func validate() throws {
        if passwordEnv != nil, passwordFile != nil {
            throw ValidationError("give --password-env or --password-file, not both")
        }
    }
}

extension Account.Profile: ExpressibleByArgument {}
extension Account.Privilege: ExpressibleByArgument {}
