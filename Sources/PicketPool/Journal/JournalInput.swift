import PicketRuntime
import PicketSyntax

/// A value that a run gets from outside. A resumed run must get the same value.
struct JournalInput {
    enum Kind: String {
        /// A data file, as it was read.
        case file
        /// The value of a `secret` statement.
        case secret
        /// A variable of the environment. It may be a secret that is not declared.
        case variable
    }

    let kind: Kind
    /// The file's path as in the script, or the name of the secret or the variable.
    let name: String
    /// The rest of the identity: the strand of a secret, or the format of a file.
    let scope: String
    let value: Value

    static func file(_ path: String, _ format: FileFormat, _ answer: HostServices.FileAnswer) -> JournalInput {
        switch answer {
        case .value(let value): JournalInput(kind: .file, name: path, scope: "\(format)", value: ["read": value])
        case .problem: JournalInput(kind: .file, name: path, scope: "\(format)", value: "unreadable")
        }
    }

    static func secret(_ name: String, in strand: String, _ value: Value) -> JournalInput {
        JournalInput(kind: .secret, name: name, scope: strand, value: value)
    }

    static func variable(_ name: String, _ value: Value?) -> JournalInput {
        JournalInput(kind: .variable, name: name, scope: "", value: value.map { ["set": $0.revealed] } ?? "unset")
    }

    /// Adds the name and the hash to a journal line. A value that comes twice in a row is stored once.
    ///
    /// - Parameter line: The line to add to.
    func add(to line: inout Shown<ValueMap>, _ hash: String, _ redactor: Redactor) {
        line["name"] = redactor.show(name).value
        if !scope.isEmpty { line[kind == .file ? "format" : "strand"] = Shown.own(scope).value }
        line["hash"] = Shown.own(hash).value
    }

    /// Whether it is the standard input, which a script reads as `-`.
    private var isStandardInput: Bool { kind == .file && (name.hasBytes(of: "-") || name.hasBytes(of: "/dev/stdin")) }

    /// Returns a sentence that says that the input differs.
    func difference(_ journal: String, _ redactor: Redactor) -> String {
        let subject =
            switch kind {
            case .file where isStandardInput: "standard input is not what it was"
            case .file: "the data file `\(redactor.show(name).content)` is not what it was"
            case .secret: "the secret `\(name)` has another value than"
            case .variable: "the environment variable `\(name)` has another value than"
            }
        return "\(subject) in the run that `\(journal)` is the journal of"
    }
}

/// The hashes of the inputs of a journal, by name: those of earlier runs, and the progress of this run in them.
struct JournalInputs {
    /// The hashes in the order of the values.
    private var recorded: [TextKey: [String]] = [:]
    private var latest: [TextKey: (hash: String, count: Int)] = [:]

    enum Finding {
        case same, new
        /// The inputs differ from this index on.
        case differs(from: Int)
    }

    /// Remembers a line of an earlier run.
    mutating func note(_ line: JSONMembers) {
        guard let kind = line.text("event"), let name = line.text("name"), let hash = line.text("hash") else {
            return
        }
        let scope = line.text("format") ?? line.text("strand") ?? ""
        let key = Self.key(kind, scope, name)
        if let place = line.integer("replaces"), let known = recorded[key], known.indices.contains(Int(clamping: place))
        {
            recorded[key]?[Int(place)] = hash
        } else {
            recorded[key, default: []].append(hash)
        }
    }

    /// Compares an input with the one that an earlier run had at the same index.
    mutating func find(_ input: JournalInput, shownName: String, _ hash: String) -> Finding {
        let key = Self.key(input.kind.rawValue, input.scope, shownName)
        let (before, count) = latest[key] ?? ("", 0)
        if before.utf8.elementsEqual(hash.utf8) { return .same }
        latest[key] = (hash, count + 1)
        guard let known = recorded[key], count < known.count else { return .new }
        return known[count].utf8.elementsEqual(hash.utf8) ? .same : .differs(from: count)
    }

    private static func key(_ kind: String, _ scope: String, _ name: String) -> TextKey {
        TextKey("\(kind) \(scope) \(name)")
    }
}
