import Foundation
import PicketPlatform
import PicketSystem

/// The default location of the store: https://specifications.freedesktop.org/basedir-spec/latest/
enum StorePlace {
    static func location(_ argument: String?) -> StoreLocation {
        guard let argument else { return .file(inStateFolder("platform.sqlite")) }
        return argument == ":memory:" ? .memory : .file(argument)
    }

    private static func inStateFolder(_ name: String) -> String {
        let state = Environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = state ?? NSHomeDirectory() + "/.local/state"
        return "\(folder)/picket/\(name)"
    }
}
