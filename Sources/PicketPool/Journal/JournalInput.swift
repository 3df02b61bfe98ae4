import PicketRuntime
import PicketSyntax

/// Something that a run gets from outside while it goes on: a resumed run must get the same, or it is another run.
struct JournalInput {
    enum Kind: String {
        /// A data file, as it was read.
        case file
        /// The value of a `secret` statement.
        case secret
        /// A variable of the environment, which may be a secret that no statement names.
        case variable
    }

    let kind: Kind
    /// The file's path as the script names it; the name of the secret or the variable.
    let name: String
    /// What else belongs to the name: the strand of a secret, how a file is read.
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

    static func variable(_ name: String, _ value: String?) -> JournalInput {
        JournalInput(kind: .variable, name: name, scope: "", value: value.map { ["set": .string($0)] } ?? "unset")
    }

    /// What the journal keeps of it under a hash. A value that comes twice in a row is kept once.
    ///
    /// - Parameter line: what stands before.
    func add(to line: inout Shown<ValueMap>, _ hash: String, _ redactor: Redactor) {
        line["name"] = redactor.show(name).value
        if !scope.isEmpty { line[kind == .file ? "format" : "strand"] = Shown.own(scope).value }
        line["hash"] = Shown.own(hash).value
    }

    /// Whether it is what a script reads as `-`.
    private var isStandardInput: Bool { kind == .file && (name.hasBytes(of: "-") || name.hasBytes(of: "/dev/stdin")) }

    /// Says in a sentence that it differs.
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

/// The hashes of the inputs of one journal, by their names: those of earlier runs, and how far this run has come in them.
struct JournalInputs {
    /// In the order in which the values came.
    private var recorded: [TextKey: [String]] = [:]
    private var latest: [TextKey: (hash: String, count: Int)] = [:]

    enum Finding {
        case same, new
        /// From the value at a place in the order of the values.
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

    /// Compares an input with what an earlier run had in its place.
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
