import PicketOptions
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
        let (table, places) = try table(at: path)
        return try ConfigurationFile(table, places)
    }

    /// Reads a TOML file.
    static func table(at path: String) throws -> (TOMLTable, ConfigurationPlaces) {
        let bytes: [UInt8]
        do throws(FileProblem) {
            // A pipe or a device could block the start for ever.
            bytes = try FileText.checked(try InputFile(path, .regular).bytes())
        } catch {
            throw Ending.usage("\(path): \(error.detail)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        try checkSections(text, path: path)
        let places = ConfigurationPlaces(path: path, text: text)
        do {
            return (try TOMLTable(string: text), places)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw Ending.usage("\(path):\(begin.line):\(begin.column): this is not TOML: \(error.description)")
        } catch {
            throw Ending.usage("\(path) is not TOML: \(error)")
        }
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
        for key in table.keys {
            switch key {
            case "history":
                guard table[key]?.bool != nil else {
                    throw Ending.usage("\(places[key, in: ""]): `history` is true or false")
                }
            case "defaults":
                guard let section = table[key]?.table else {
                    throw Ending.usage(
                        "\(places[key, in: ""]): `defaults` is a section: write `[defaults]`, and its keys below it")
                }
                defaults = try Profile(section, places, .defaults)
            case "profile":
                guard let section = table[key]?.table else {
                    throw Ending.usage(
                        "\(places[key, in: ""]): `profile` is not a key: write `[profile.NAME]`, and its keys below it")
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
        if let keepsHistory = table["history"]?.bool, defaults[.history] == nil {
            defaults.say(.history, keepsHistory ? "true" : "false")
        }
    }
}

extension Profile {
    /// The name of a profile in the configuration file; nil for another source.
    var name: String? {
        guard case .profile(let name) = source else { return nil }
        return name
    }

    /// - Parameters:
    ///   - places: The places of the keys. Relative paths in the file begin at its folder.
    ///   - settings: The settings that the section may have.
    init(
        _ table: TOMLTable, _ places: ConfigurationPlaces, _ source: SettingSource, _ settings: [Setting] = Setting.keys
    ) throws {
        self.init(source: source)
        let section = source == .suite ? "" : name.map { "profile.\($0)" } ?? "defaults"
        let shown = source == .suite ? "suite.toml" : "[\(section)]"
        let folder = places.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(places.path[..<$0]) }
        for key in table.keys {
            func fault(_ text: String) -> Ending { .usage("\(places[key, in: section]): \(text)") }
            if ["password", "token"].contains(key) {
                throw fault("`\(key)` must not be in this file; use `\(key)_env` or `\(key)_file`")
            }
            guard let setting = settings.first(where: { $0.configurationKey == key }) else {
                let help =
                    nearest(key, in: settings.map(\.configurationKey)).map { "; did you mean `\($0)`?" } ?? ""
                throw fault("\(shown) has no key `\(key)`\(help)")
            }
            guard let value = table[key], let scalar = Scalar(value) else {
                throw fault("`\(key)` of \(shown) is one value")
            }
            guard let text = setting.text(of: scalar) else {
                throw fault("`\(key)` of \(shown) is \(setting.row.kind.form)")
            }
            let said = Sourced(value: text, source: source)
            do {
                try setting.check(said)
                let isFlag = setting.row.kind == .flag
                say(setting, isFlag ? try said.isOn(setting) ? "true" : "false" : text, relativeTo: folder)
            } catch let ending as Ending {
                note(fault(ending.message ?? "`\(key)` of \(shown) cannot be used"))
            }
        }
    }
}

/// A value of the file that is neither a list nor a table.
private enum Scalar {
    case string(String)
    case flag(Bool)
    case number(Int)
    case fraction(Double)

    init?(_ value: any TOMLValueConvertible) {
        if let text = value.string {
            self = .string(text)
        } else if let flag = value.bool {
            self = .flag(flag)
        } else if let number = value.int {
            self = .number(number)
        } else if let fraction = value.double {
            self = .fraction(fraction)
        } else {
            return nil
        }
    }

    var text: String {
        switch self {
        case .string(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .fraction(let fraction): String(fraction)
        }
    }
}

extension Setting {
    /// A value of the file as the command line would give it; nil if its type differs from the type of the setting.
    ///
    /// What is said of a platform has the type that it means. What one command takes may also be written as its variable
    /// would be.
    fileprivate func text(of value: Scalar) -> String? {
        let row = row
        guard row.group == .platform || self == .history else { return value.text }
        switch (row.kind, value) {
        case (.flag, .flag), (.count, .number), (.number, .number), (.duration, .number), (.rate, .number),
            (.duration, .fraction), (.rate, .fraction):
            return value.text
        case (.flag, _), (.count, _), (.number, _): return nil
        case (_, .string(let text)): return text
        default: return nil
        }
    }
}

extension OptionKind {
    /// The type of the value in the file.
    fileprivate var form: String {
        switch self {
        case .flag: "true or false"
        case .count, .number: "a whole number"
        default: "a string"
        }
    }
}
