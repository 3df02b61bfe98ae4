import PicketSystem
import TOMLKit

/// `$XDG_CONFIG_HOME/picket/config.toml`: `[defaults]` and `[profile.NAME]`.
struct ConfigurationFile: Sendable {
    var defaults = Profile(source: .defaults)
    var profiles: [Profile] = []

    /// A profile by its name, which is compared byte by byte.
    func profile(named name: String) -> Profile? {
        profiles.first { $0.name?.utf8.elementsEqual(name.utf8) == true }
    }

    /// An absent file says nothing; a malformed one, or an unknown key, is an error.
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
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw Ending.usage("\(path) is no TOML: \(error)")
        }
        return try ConfigurationFile(table, path: path)
    }

    private init() {}

    /// The library that reads TOML traps where a section's bracket is followed by nothing that could be its name.
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
                throw Ending.usage("\(path) is no TOML: line \(number + 1) names no section")
            }
        }
    }

    private init(_ table: TOMLTable, path: String) throws {
        var keepsHistory: Bool?
        for key in table.keys {
            switch key {
            case "history":
                guard let choice = table[key]?.bool else { throw Ending.usage("\(path): `history` is true or false") }
                keepsHistory = choice
            case "defaults":
                guard let section = table[key]?.table else { throw Ending.usage("\(path): [defaults] is a table") }
                defaults = try Profile(section, path: path, .defaults)
            case "profile":
                guard let section = table[key]?.table else { throw Ending.usage("\(path): [profile.NAME] is a table") }
                for name in section.keys {
                    guard let profile = section[name]?.table else {
                        throw Ending.usage("\(path): [profile.\(name)] is a table")
                    }
                    profiles.append(try Profile(profile, path: path, .profile(name)))
                }
            default: throw Ending.usage("\(path): there is no section `\(key)`")
            }
        }
        defaults.keepsHistory = defaults.keepsHistory ?? keepsHistory
    }
}

extension Profile {
    /// The name of a profile of the configuration file; nil for another source.
    var name: String? {
        guard case .profile(let name) = source else { return nil }
        return name
    }

    /// - Parameter path: the file's; paths in it begin at its folder.
    fileprivate init(_ table: TOMLTable, path: String, _ source: SettingSource) throws {
        self.init(source: source)
        let section = name.map { "profile.\($0)" } ?? "defaults"
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
                throw Ending.usage("\(path): `\(key)` would stand in the open; use `\(key)_env` or `\(key)_file`")
            default: throw Ending.usage("\(path): [\(section)] has no key `\(key)`")
            }
            let (isRight, kind) =
                switch key {
                case "insecure", "protected", "history": (value?.bool != nil, "true or false")
                case "retries": (value?.int != nil, "a number")
                default: (value?.string != nil, "a string")
                }
            guard isRight else { throw Ending.usage("\(path): `\(key)` of [\(section)] is \(kind)") }
        }
        password = SecretPlace(environment: passwordVariable, file: passwordPath)
        token = SecretPlace(environment: tokenVariable, file: tokenPath)
    }
}

/// Where configuration and state stand (XDG Base Directory Specification).
enum Directories {
    static var configuration: String? { folder("XDG_CONFIG_HOME", ".config") }
    static var state: String? { folder("XDG_STATE_HOME", ".local/state") }

    private static func folder(_ variable: String, _ fallback: String) -> String? {
        if let base = Environment[variable], base.hasPrefix("/") { return base + "/picket" }
        return Environment["HOME"].map { "\($0)/\(fallback)/picket" }
    }
}
