public import ArgumentParser
import Foundation
public import PicketPlatform

struct BehaviourOptions: ParsableArguments {
    enum ProbeName: String, CaseIterable, ExpressibleByArgument {
        case assume
        case postgres
    }

    @Option(
        help: "Assume that every host answers, or connect to PostgreSQL before a connection is added and at intervals.")
    var probe = ProbeName.assume

    @Option(help: ArgumentHelp("The longest time to wait for PostgreSQL's answer.", valueName: "seconds"))
    var probeTimeout = 5.0

    @Option(help: ArgumentHelp("The interval between two checks of PostgreSQL.", valueName: "seconds"))
    var probeInterval = 10.0

    @Flag(help: "Refuse a comma before a closing bracket, although the manual's example has one.")
    var strictJson = false

    @Option(help: ArgumentHelp("How long a token is valid.", valueName: "seconds"))
    var tokenLifetime = 86_405

    @Option(help: ArgumentHelp("The organization in tokens.", valueName: "name"))
    var organization = "ds-data"

    @Option(
        help: ArgumentHelp(
            "Answer a valid user without the rights to manage connections with this status: 401 or 403.",
            valueName: "status"))
    var missingRights = MissingRights.unauthorized

    @Option(help: ArgumentHelp("Start with the faults of this JSON file.", valueName: "file"))
    var faults: String?

    @Flag(help: "Serve /local-platform/faults and /local-platform/connections, to set faults and list connections.")
    var control = false

    @Flag(name: .shortAndLong, help: "Print a line for each request.")
    var verbose = false

    func validate() throws {
        guard (1...315_360_000).contains(tokenLifetime) else {
            throw ValidationError("--token-lifetime is a number of seconds from 1 to 315360000")
        }
        guard (0.001...3600).contains(probeTimeout), (0.001...86_400).contains(probeInterval) else {
            throw ValidationError("--probe-timeout and --probe-interval are numbers of seconds above 0")
        }
    }

    private var probeChoice: PlatformConfiguration.ProbeChoice {
        switch probe {
        case .assume: .assume
        case .postgres: .postgres(timeLimit: .seconds(probeTimeout), interval: .seconds(probeInterval))
        }
    }

    func apply(to configuration: inout PlatformConfiguration) throws {
        configuration.probe = probeChoice
        configuration.strictJSON = strictJson
        configuration.tokenLifetime = tokenLifetime
        configuration.organization = organization
        configuration.missingRights = missingRights
        configuration.hasControlPaths = control
        if verbose { configuration.log = { Output.error($0) } }
        if let faults { configuration.faults = try Self.faults(in: faults) }
    }

    private static func faults(in file: String) throws -> [Fault] {
        let text = try InputText.read(file)
        do {
            return try Fault.list(parsing: text)
        } catch {
            throw StartProblem(description: "the faults in \(file) cannot be used: \(error)")
        }
    }
}

extension MissingRights: ExpressibleByArgument {}
