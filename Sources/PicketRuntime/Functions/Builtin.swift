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
        case .len: return "counts the characters of a string, the elements of a list, or the entries of a map"
        case .keys: return "lists the keys of a map, in order"
        case .values: return "lists the values of a map, in order"
        case .split: return "splits a string at a separator, or at blanks without one"
        case .join: return "joins the elements of a list into one string"
        case .upper: return "converts a string to upper case"
        case .lower: return "converts a string to lower case"
        case .trim: return "removes the blanks at both ends of a string"
        case .replace: return "replaces every match of a text, or of /a regular expression/"
        case .range: return "lists the integers from one to another, with both"
        case .sort: return "sorts a list in ascending order"
        case .unique: return "keeps each element of a list once, at its first place"
        case .int: return "converts a number or a string to an integer"
        case .float: return "converts a number or a string to a float"
        case .string: return "converts a value to the text that `print` shows"
        case .type: return "names the type of a value"
        case .uuid: return "makes a random UUID"
        case .format: return "writes a number or a string in a pattern such as %05d, %.2f or %-10s"
        case .tags: return "converts a tags string to a map, or a map to a tags string"
        case .encode: return "percent-encodes a text as one segment of a path or one value of a query"
        case .to_json: return "converts a value to JSON text"
        case .secret: return "makes a value a secret, which is never shown from then on"
        case .reveal: return "shows the value of a secret"
        case .sum: return "adds the numbers or durations of a list; 0 if it is empty"
        case .min: return "finds the least element of a list"
        case .max: return "finds the greatest element of a list"
        case .chunk: return "splits a list into parts of n elements; the last one has the rest"
        case .merge: return "joins the entries of two maps; the second's values win"
        case .table: return "writes rows, each a map, as lines of aligned columns"
        case .env: return "reads an environment variable; one that is not set gives the default, or an error"
        case .csv: return "reads the rows of a CSV file with a header, each as a map; `-` is standard input"
        case .json: return "reads the value in a JSON file"
        case .yaml: return "reads the value in a YAML file"
        case .lines: return "reads the lines of a text file"
        case .now: return "gives the time in UTC (ISO 8601)"
        case .exists: return "tells whether a path leads to a value"
        }
    }
}
