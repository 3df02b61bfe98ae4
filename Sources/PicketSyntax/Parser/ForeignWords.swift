/// Words of other languages, and what to write instead.
package enum ForeignWords {
    /// A keyword where a statement or its block should have ended or begun.
    static func meaning(ofKeyword word: String) -> String? {
        switch word {
        case "then", "do", "begin": return "write the block in braces: `{ … }`"
        case "elif", "elseif", "elsif", "elsfi": return "write `else if`"
        case "except", "rescue": return "write `catch`"
        case "function", "func", "fn", "proc", "sub", "procedure": return "write `def`"
        case "foreach", "loop", "until", "repeat": return "write `for name in …` or `while …`"
        case "unless", "switch", "case", "match", "when": return "write `if …`"
        case "async", "await", "spawn", "concurrent":
            return "write `for name in … parallel 4 { … }` for commands at the same time"
        default: return nil
        }
    }

    /// An operator after a complete operand.
    static func meaning(ofOperator word: String) -> String? {
        switch word {
        case "AND", "And": return "write `and`"
        case "OR", "Or": return "write `or`"
        case "NOT", "Not": return "write `not`; the operator is `not in`"
        case "IN", "In": return "write `in`"
        case "LIKE", "like", "ILIKE", "ilike", "RLIKE", "SIMILAR", "regexp", "REGEXP", "MATCHES":
            return "write `matches` and a regular expression, such as `matches \"^pg_\"`, or `contains` and a text"
        case "CONTAINS", "includes", "INCLUDES": return "write `contains`"
        case "IS", "is", "isnt": return "write `==` or `!=`, such as `== null`; `exists($x.y)` tests whether it exists"
        case "BETWEEN", "between": return "write `in 1..5`"
        case "eq", "EQ", "equals", "EQUALS": return "write `==`"
        case "ne", "NE", "neq": return "write `!=`"
        case "lt", "LT": return "write `<`"
        case "le", "LE", "lte": return "write `<=`"
        case "gt", "GT": return "write `>`"
        case "ge", "GE", "gte": return "write `>=`"
        case "mod", "MOD": return "write `%`"
        case "xor", "XOR": return "write `!=` between two booleans"
        default: return nil
        }
    }

    /// A verb at the start of a statement that is neither a command nor a def.
    package static func meaning(ofVerb word: String, _ guide: CommandGuide) -> String? {
        switch word {
        case "echo", "puts", "println", "printf", "write", "say", "log", "console", "info":
            return "write `print …`"
        case "source", "import", "require", "load", "use-file", "from", "using":
            return "write `include \"FILE\"`; `csv`, `json`, `yaml` and `lines` read data"
        case "assert", "verify", "should", "ensure-that", "require-that": return "write `expect …`"
        case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
            return guide.advice("write `request \(word) /path`", if: "request")
        case "get", "post", "put", "patch", "head", "options":
            return guide.advice("write `request \(word.uppercased()) /path`", if: "request")
                .map { guide.adding("lists what has a command of its own", to: $0) }
        case "curl", "wget", "http", "https", "fetch":
            return guide.advice("write `request GET /path`", if: "request")
                .map { guide.adding("lists what has a command of its own", to: $0) }
        case "export", "var", "const", "local", "my", "declare", "dim", "readonly", "env":
            return "write `let name = …`; a script reads the environment by `env(\"NAME\")`"
        case "throw", "raise", "die", "error", "abort", "panic": return "write `fail \"why\"`"
        case "wait", "delay", "pause": return "write `sleep 5s`, or `within 30s { … }` to wait for something"
        case "list", "ls", "dir", "select", "SELECT":
            return guide.advice("no command lists all connections: `show NAME` shows one", if: "show")
                .map { guide.adding("lists the commands", to: $0) } ?? guide.listing
        case "help", "man", "usage", "?":
            return guide.listing.map { "\($0), and `:help` at the prompt explains them" }
        case "create", "insert", "INSERT", "new":
            return guide.advice("write `add NAME …`, or `ensure NAME …`", if: "ensure")
        case "drop", "rm", "destroy", "del", "DROP":
            return guide.advice("write `delete NAME`, or `remove NAME` if it may be absent", if: "remove")
        case "quit", "stop", "bye", "logout": return "write `exit`"
        case "pass", "nop", "noop": return "an empty block does nothing: `{ }`"
        case "esac", "fi", "done", "end", "endif", "endfor", "endwhile": return "a block ends with `}`"
        default: return ForeignWords.meaning(ofKeyword: word)
        }
    }

    /// A called function that is neither a function of this language nor a def.
    package static func meaning(ofFunction word: String) -> String? {
        switch word {
        case "length", "size", "count", "strlen", "sizeof": return "write `len(x)`"
        case "str", "to_string", "tostring", "toString", "to_s", "text": return "write `string(x)`"
        case "integer", "to_int", "toInt", "parseInt", "parse_int", "number", "num": return "write `int(x)`"
        case "double", "to_float", "parseFloat", "decimal": return "write `float(x)`"
        case "lowercase", "to_lower", "tolower", "downcase", "toLowerCase", "lcase": return "write `lower(x)`"
        case "uppercase", "to_upper", "toupper", "upcase", "toUpperCase", "ucase": return "write `upper(x)`"
        case "strip", "chomp": return "write `trim(x)`"
        case "distinct", "uniq", "dedup", "set": return "write `unique(x)`"
        case "sorted", "order": return "write `sort(x)`"
        case "getenv", "environ", "ENV", "os_env": return "write `env(\"NAME\")`"
        case "uuid4", "guid", "newid", "random_uuid", "gen_random_uuid": return "write `uuid()`"
        case "date", "time", "timestamp", "today", "datetime", "clock": return "write `now()`"
        case "sprintf", "printf", "fmt": return "write `format(x, \"%.2f\")`"
        case "json_parse", "parse_json", "from_json", "load_json", "read_json": return "write `json(\"FILE\")`"
        case "read_csv", "load_csv": return "write `csv(\"FILE\")`"
        case "read", "read_file", "readlines", "open", "cat", "file": return "write `lines(\"FILE\")`"
        case "typeof", "kind", "class": return "write `type(x)`"
        case "isset", "defined", "has", "has_key", "exist": return "write `exists($x.y)`"
        case "substr", "substring", "slice", "sublist": return "write `$list[0..9]` for a part of a list"
        case "concat", "concatenate": return "write `$a + $b`, or `join(list, sep)`"
        case "push", "append", "add", "insert": return "write `append x …`, a statement"
        case "avg", "average", "mean": return "write `sum($x) / len($x)`"
        case "abs": return "write `max([$x, -$x])`"
        case "round", "floor", "ceil", "ceiling": return "write `int(x)`, or `format(x, \"%.0f\")` for a text"
        case "map", "filter", "reduce", "each", "foreach": return "write a loop: `for x in … { … }`"
        case "regex", "regexp", "match", "test": return "write `$x matches \"pattern\"`"
        case "startswith", "starts_with", "startsWith", "hasPrefix": return "write `$x matches \"^text\"`"
        case "endswith", "ends_with", "endsWith", "hasSuffix": return "write `$x matches \"text$\"`"
        case "includes", "indexOf", "index_of", "find": return "write `$x contains y`"
        case "print", "echo", "println": return "write `print x`, a statement"
        case "table_print", "tabulate": return "write `table(rows)`"
        default: return nil
        }
    }
}
