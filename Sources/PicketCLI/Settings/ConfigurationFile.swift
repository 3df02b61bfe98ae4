import PicketOptions
import PicketSyntax
import PicketSystem

/// The file `$XDG_CONFIG_HOME/picket/config.toml` with `[defaults]` and `[profile.NAME]`.
struct ConfigurationFile: Sendable {
    var defaults = Profile(source: .defaults)
    var profiles: [Profile] = []

    /// The names of the profiles, sorted.
    var profileNames: [String] { profiles.compactMap(\.name).sorted() }

    /// Returns a profile by its name, which is compared by bytes.
    func profile(named name: String) -> Profile? {
        profiles.first { $0.name?.utf8.elementsEqual(name.utf8) == true }
    }

    /// Loads the file. An absent file is empty. A malformed file or an unknown key is an error.
    static func load() throws -> ConfigurationFile {
        guard let folder = Directories.configuration else { return ConfigurationFile() }
        let path = folder + "/config.toml"
        guard !FileCheck.isMissing(path) else { return ConfigurationFile() }
        return try ConfigurationFile(try table(at: path), path: path)
    }

    /// Reads a TOML file.
    static func table(at path: String) throws -> TOMLTable {
        let bytes: [UInt8]
        do throws(FileProblem) {
            // A pipe or a device could block the start for ever.
            bytes = try FileText.checked(try InputFile(path, .regular).bytes())
        } catch {
            throw Ending.usage("\(path): \(error.detail)")
        }
        do throws(TOMLProblem) {
            return try TOMLReader.table(bytes)
        } catch {
            throw Ending(
                ExitStatus.nothingSent, "\(path):\(error.line):\(error.column): this is not TOML: \(error.reason)",
                more: TOMLExcerpt(error, bytes)?.lines ?? [])
        }
    }

    private init() {}

    private init(_ table: TOMLTable, path: String) throws {
        for entry in table.entries {
            func fault(_ text: String, line: Int? = nil) -> Ending { .usage("\(path):\(line ?? entry.line): \(text)") }
            switch entry.key {
            case "history":
                guard entry.value.boolean != nil else { throw fault("`history` is true or false") }
            case "defaults":
                guard let section = entry.value.table else {
                    throw fault("`defaults` is a section: write `[defaults]`, and its keys below it")
                }
                defaults = try Profile(section, path: path, .defaults)
            case "profile":
                guard let section = entry.value.table else {
                    throw fault("`profile` is not a key: write `[profile.NAME]`, and its keys below it")
                }
                for profile in section.entries {
                    guard let settings = profile.value.table else {
                        throw fault("[profile.\(profile.key)] is a table", line: profile.line)
                    }
                    profiles.append(try Profile(settings, path: path, .profile(profile.key)))
                }
            default:
                let help = nearest(entry.key, in: ["defaults", "profile", "history"]).map { "; did you mean `\($0)`?" }
                throw fault("there is no section `\(entry.key)`\(help ?? "")")
            }
        }
        if let keepsHistory = table["history"]?.boolean, defaults[.history] == nil {
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
    ///   - path: The file. Relative paths in it begin at its folder.
    ///   - settings: The settings that the section may have.
    init(
        _ table: TOMLTable, path: String, _ source: SettingSource, _ settings: [Setting] = Setting.keys
    ) throws {
        self.init(source: source)
        let section = name.map { "profile.\($0)" } ?? "defaults"
        let shown = source == .suite ? "suite.toml" : "[\(section)]"
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
        for entry in table.entries {
            let key = entry.key
            func fault(_ text: String) -> Ending { .usage("\(path):\(entry.line): \(text)") }
            if ["password", "token"].contains(key) {
                throw fault("`\(key)` must not be in this file; use `\(key)_env` or `\(key)_file`")
            }
            guard let setting = settings.first(where: { $0.configurationKey == key }) else {
                let help =
                    nearest(key, in: settings.map(\.configurationKey)).map { "; did you mean `\($0)`?" } ?? ""
                throw fault("\(shown) has no key `\(key)`\(help)")
            }
            guard let scalar = Scalar(entry.value) else {
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

    init?(_ value: TOMLValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .boolean(let flag): self = .flag(flag)
        case .integer(let number): self = .number(number)
        case .float(let fraction): self = .fraction(fraction)
        case .time, .array, .table: return nil
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
