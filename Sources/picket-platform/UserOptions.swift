public import ArgumentParser
import Foundation
public import PicketPlatform

struct UserOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The login.", valueName: "name"))
    var user = "datasentinel"

    @Option(help: ArgumentHelp("Take the password from this environment variable.", valueName: "variable"))
    var passwordEnv: String?

    @Option(help: ArgumentHelp("Take the password from the first line of this file.", valueName: "file"))
    var passwordFile: String?

    @Option(help: "The user's profile.")
    var profile = Account.Profile.dataAdmin

    @Option(help: "The user's privilege; connections need data admin and admin.")
    var privilege = Account.Privilege.admin

    var givesPassword: Bool { passwordEnv != nil || passwordFile != nil }

    func account() throws -> Account {
        guard !user.isEmpty, !user.contains(":") else {
            throw StartProblem(description: "a login is not empty and has no colon")
        }
        return Account(name: user, profile: profile, privilege: privilege)
    }

    func password() throws -> PlatformConfiguration.Password {
        if let passwordEnv {
            guard let password = ProcessInfo.processInfo.environment[passwordEnv], !password.isEmpty else {
                // Who writes the password in the variable's place does not see it again.
                let isName = passwordEnv.wholeMatch(of: #/[A-Z_][A-Z0-9_]*/#) != nil
                let subject = isName ? passwordEnv : "that --password-env names"
                throw StartProblem(description: "the environment variable \(subject) is not set, or is empty")
            }
            return .chosen(password)
        }
        guard let passwordFile else { return .kept }
        guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8),
            let password = text.split(whereSeparator: \.isNewline).first
        else { throw StartProblem(description: "the file \(passwordFile) holds no password that can be read") }
        return .chosen(String(password))
    }

    func validate() throws {
        if passwordEnv != nil, passwordFile != nil {
            throw ValidationError("give --password-env or --password-file, not both")
        }
    }
}

extension Account.Profile: ExpressibleByArgument {}
extension Account.Privilege: ExpressibleByArgument {}
