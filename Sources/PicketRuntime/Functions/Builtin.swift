/// The functions of the language.
enum Builtin: UInt8, CaseIterable, Sendable {
    case len, keys, values, split, join, upper, lower, trim, replace, range, sort, unique, int, float, string, type
    case uuid, format, tags, encode
    // The name as written in scripts.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case to_json
    case secret, reveal, sum, min, max, chunk, merge, table
    // These, and `secret`, have instructions of their own, because they need the host or the form of their argument.
    case env, csv, json, yaml, lines, now, exists

    /// In the order of the cases. Written out, because `"\(self)"` would look each name up at every start.
    private static let names = [
        "len", "keys", "values", "split", "join", "upper", "lower", "trim", "replace", "range", "sort", "unique", "int",
        "float", "string", "type", "uuid", "format", "tags", "encode", "to_json", "secret", "reveal", "sum", "min",
        "max",
        "chunk", "merge", "table", "env", "csv", "json", "yaml", "lines", "now", "exists",
    ]

    static func named(_ name: String) -> Builtin? {
        names.firstIndex(of: name).flatMap { Builtin(rawValue: UInt8($0)) }
    }

    var name: String { Self.names[Int(rawValue)] }

    /// The parameters in order. Those from `required` on are optional.
    var parameters: [String] {
        switch self {
        case .len, .upper, .lower, .trim, .sort, .unique, .int, .float, .string, .type, .tags, .encode, .to_json,
            .secret, .reveal:
            return ["x"]
        case .sum, .min, .max: return ["list"]
        case .chunk: return ["list", "n"]
        case .merge: return ["a", "b"]
        case .table: return ["rows", "columns"]
        case .keys, .values: return ["map"]
        case .split: return ["text", "sep"]
        case .join: return ["list", "sep"]
        case .replace: return ["text", "what", "with"]
        case .range: return ["a", "b"]
        case .format: return ["x", "pattern"]
        case .env: return ["name", "default"]
        case .csv: return ["path", "separator", "types"]
        case .json, .yaml, .lines, .exists: return ["path"]
        case .uuid, .now: return []
        }
    }

    var required: Int {
        switch self {
        case .env, .join, .split, .csv, .table: return 1
        default: return parameters.count
        }
    }

    /// `split(text, [sep])`
    var usage: String {
        let shown = parameters.enumerated().map { $0.offset < required ? $0.element : "[\($0.element)]" }
        return "\(name)(\(shown.joined(separator: ", ")))"
    }

    /// One line for help and completion.
    var summary: String {
        switch self {
        case .len: return "characters of a string, elements of a list, entries of a map"
        case .keys: return "the keys of a map, in order"
        case .values: return "the values of a map, in order"
        case .split: return "the parts of a string; at blanks without a separator"
        case .join: return "the elements of a list as one string"
        case .upper: return "in upper case"
        case .lower: return "in lower case"
        case .trim: return "without blanks at both ends"
        case .replace: return "every match of a text, or of /a regular expression/, replaced"
        case .range: return "the integers from one to another, both included, as a list"
        case .sort: return "the elements in ascending order"
        case .unique: return "the elements, each once, in their first order"
        case .int: return "a number or a string as an integer"
        case .float: return "a number or a string as a float"
        case .string: return "a value as `print` shows it"
        case .type: return "the name of a value's type"
        case .uuid: return "a random UUID"
        case .format: return "a number or string in a pattern such as %05d, %.2f or %-10s"
        case .tags: return "a tags string as a map, or a map as a tags string"
        case .encode: return "a text percent-encoded, as one segment of a path or one value of a query"
        case .to_json: return "a value as JSON text"
        case .secret: return "the value, never shown from now on"
        case .reveal: return "the value of a secret, shown"
        case .sum: return "the sum of a list of numbers or durations; 0 if it is empty"
        case .min: return "the least element of a list"
        case .max: return "the greatest element of a list"
        case .chunk: return "a list in parts of n elements; the last one has the rest"
        case .merge: return "the entries of two maps; the second's values win"
        case .table: return "rows, each a map, as lines of aligned columns"
        case .env: return "an environment variable; if it is not set, the default, or an error"
        case .csv: return "the rows of a CSV file with a header, each a map; `-` is standard input"
        case .json: return "the value in a JSON file"
        case .yaml: return "the value in a YAML file"
        case .lines: return "the lines of a text file"
        case .now: return "the time, in UTC (ISO 8601)"
        case .exists: return "whether a path leads to a value"
        }
    }
}
