import PicketOptions
import PicketPlatform
import Testing

/// The table of options has the platform's own words.
@Suite struct OptionTableTests {
    private let command = PlatformLine.Command()

    @Test func choicesAreThoseOfThePlatform() {
        #expect(command.choices(of: .profile) == Account.Profile.allCases.map(\.rawValue))
        #expect(command.choices(of: .privilege) == Account.Privilege.allCases.map(\.rawValue))
        #expect(command.choices(of: .missingRights) == MissingRights.allCases.map { String($0.rawValue) })
    }

    @Test func defaultsAreThoseOfThePlatform() {
        let configuration = PlatformConfiguration()
        for (option, value) in [
            (PlatformOption.listen, "\(configuration.host):\(configuration.port)"),
            (.tokenLifetime, "\(configuration.tokenLifetime)s"), (.organization, configuration.organization),
            (.missingRights, "\(configuration.missingRights.rawValue)"),
        ] {
            #expect(option.optionRow.summary.contains("(default: \(value))"), "\(option)")
        }
    }
}
