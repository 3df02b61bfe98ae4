import PicketSyntax
import PicketSystem
import TOMLKit

/// The file `$XDG_CONFIG_HOME/picket/config.toml` with `[defaults]` and `[profile.NAME]`.
struct ConfigurationFile: Sendable {
    var defaults = Profile(source: .defaults)
    var profiles: [Profile] = []

    /// Returns a profile by its name, which is compared by bytes.
    func profile(named name: String) -> Profile? {
        profiles.first { $0.name?.utf8.elementsEqual(name.utf8) == true }
    }

    /// Loads the file. An absent file is empty. A malformed file or an unknown key is an error.
    static func load() throws -> ConfigurationFile {
        guard let folder = Directories.configuration else { return ConfigurationFile() }
        let path = folder + "/config.toml"
        guard !FileCheck.isMissing(path) else { return ConfigurationFile() }
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try FileText.checked(try InputFile.bytes(of: path))
        } catch {
            throw Ending.usage("\(path): \(error.detail)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        try checkSections(text, path: path)
        let places = ConfigurationPlaces(path: path, text: text)
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw Ending.usage("\(path):\(begin.line):\(begin.column): this is not TOML: \(error.description)")
        } catch {
            throw Ending.usage("\(path) is not TOML: \(error)")
        }
        return try ConfigurationFile(table, places)
    }

    private init() {}

    /// Checks the section headers first, because the TOML library traps on a bracket without a name.
    private static func checkSections(_ text: String, path: String) throws {
        for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
            let words = line.drop(while: isBlank)
            guard words.first == UInt8(ascii: "[") else { continue }
            let name = words.dropFirst().drop { isBlank($0) || $0 == UInt8(ascii: "[") }.first
            let isNamed = name.map { Unicode.Scalar($0).properties.isAlphabetic || "0123456789_-\"'".utf8.contains($0) }
            guard isNamed == true, name.map({ $0 < 0x80 }) == true else {
                throw Ending.usage("\(path):\(number + 1): not TOML: line \(number + 1) does not name a section")
            }
        }
    }

    private init(_ table: TOMLTable, _ places: ConfigurationPlaces) throws {
        var keepsHistory: Bool?
        for key in table.keys {
            switch key {
            case "history":
                guard let choice = table[key]?.bool else {
                    throw Ending.usage("\(places[key, in: ""]): `history` is true or false")
                }
                keepsHistory = choice
            case "defaults":
                guard let section = table[key]?.table else {
                    throw Ending.usage(
                        "\(places[key, in: ""]): `defaults` is a section: write `[defaults]`, and its keys below it")
                }
                defaults = try Profile(section, places, .defaults)
            case "profile":
                guard let section = table[key]?.table else {
                    throw Ending.usage(
                        "\(places[key, in: ""]): `profile` is no key: write `[profile.NAME]`, and its keys below it")
                }
                for name in section.keys {
                    guard let profile = section[name]?.table else {
                        throw Ending.usage("\(places[name, in: "profile"]): [profile.\(name)] is a table")
                    }
                    profiles.append(try Profile(profile, places, .profile(name)))
                }
            default:
                let help = nearest(key, in: ["defaults", "profile", "history"]).map { "; did you mean `\($0)`?" }
                throw Ending.usage("\(places[key, in: ""]): there is no section `\(key)`\(help ?? "")")
            }
        }
        defaults.keepsHistory = defaults.keepsHistory ?? keepsHistory
    }
}

extension Profile {
    /// The name of a profile in the configuration file; nil for another source.
    var name: String? {
        guard case .profile(let name) = source else { return nil }
        return name
    }

    /// Every key that a section may have.
    private static let keys =
        Setting.allCases.filter { $0 != .password }.map(\.configurationKey) + ["url", "protected"]

    /// - Parameter places: The places of the keys. Paths in the file are relative to its folder.
    fileprivate init(_ table: TOMLTable, _ places: ConfigurationPlaces, _ source: SettingSource) throws {
        self.init(source: source)
        let section = name.map { "profile.\($0)" } ?? "defaults"
        let path = places.path
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
        let resolved = { (path: String?) in path.map { SettingPath.resolved($0, relativeTo: folder) } }
        var passwordVariable: String?
        var passwordPath: String?
        var tokenVariable: String?
        var tokenPath: String?
        for key in table.keys {
            let value = table[key]
            switch key {
            case "platform": platform = value?.string
            case "url": url = value?.string
            case "user": user = value?.string
            case "password_env": passwordVariable = value?.string
            case "password_file": passwordPath = resolved(value?.string)
            case "token_env": tokenVariable = value?.string
            case "token_file": tokenPath = resolved(value?.string)
            case "connect_timeout": connectTimeout = value?.string
            case "timeout": requestTimeout = value?.string
            case "settle_timeout": settleTimeout = value?.string
            case "resend_after": resendAfter = value?.string
            case "deadline": deadline = value?.string
            case "rate": rate = value?.string
            case "retries": retries = value?.int
            case "cacert": authority = resolved(value?.string)
            case "cert": certificate = resolved(value?.string)
            case "key": self.key = resolved(value?.string)
            case "proxy": proxy = value?.string
            case "insecure": isInsecure = value?.bool
            case "protected": isProtected = value?.bool
            case "history": keepsHistory = value?.bool
            case "password", "token":
                throw Ending.usage(
                    "\(places[key, in: section]): `\(key)` must not be in this file; use `\(key)_env` or `\(key)_file`")
            default:
                guard let setting = Setting.others.first(where: { $0.configurationKey == key }) else {
                    let help = nearest(key, in: Self.keys).map { "; did you mean `\($0)`?" } ?? ""
                    throw Ending.usage("\(places[key, in: section]): [\(section)] has no key `\(key)`\(help)")
                }
                guard let text = value.flatMap(Self.text) else {
                    throw Ending.usage("\(places[key, in: section]): `\(key)` of [\(section)] is one value")
                }
                others[setting] = setting.isPath ? resolved(text) : text
                continue
            }
            let (isRight, kind) =
                switch key {
                case "insecure", "protected", "history": (value?.bool != nil, "true or false")
                case "retries": (value?.int != nil, "a number")
                default: (value?.string != nil, "a string")
                }
            guard isRight else {
                throw Ending.usage("\(places[key, in: section]): `\(key)` of [\(section)] is \(kind)")
            }
        }
        password = SecretPlace(environment: passwordVariable, file: passwordPath)
        token = SecretPlace(environment: tokenVariable, file: tokenPath)
    }

    /// Returns a value in the form of the command line.
    private static func text(_ value: any TOMLValueConvertible) -> String? {
        if let text = value.string { return text }
        if let flag = value.bool { return flag ? "true" : "false" }
        return value.int.map(String.init)
    }
}
