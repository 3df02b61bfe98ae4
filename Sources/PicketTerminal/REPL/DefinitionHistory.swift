import PicketSyntax

/// Which def each text of a session has called.
///
/// A session binds a call to the def of that time, and a def keeps the defs that it calls. A script has each def once, with
/// its latest text. So a text that used an earlier one would do something else in the script.
struct DefinitionHistory {
    /// One text of a def, with the versions of the defs that it calls.
    private struct Version {
        let text: [UInt8]
        var used: [[UInt8]: Int] = [:]
    }

    private var versions: [Version] = []
    /// The versions that are known while an entry runs, by name.
    private var known: [[[UInt8]: Int]] = []

    /// - Parameter entries: The texts of the session in their order.
    init(_ entries: [SessionScript.Entry]) {
        var current: [[UInt8]: Int] = [:]
        for entry in entries {
            if case .statements = entry.form { define(entry.text, &current) }
            known.append(current)
        }
    }

    /// Adds the defs of a text. They know each other.
    private mutating func define(_ text: String, _ current: inout [[UInt8]: Int]) {
        let source = SourceFile(name: "", text: text)
        var parser = Parser(source, isInteractive: true)
        let first = versions.count
        for case .definition(let node) in parser.parseScript().statements {
            current[Array(source.bytes(node.name.span))] = versions.count
            versions.append(Version(text: Array(source.bytes(node.span))))
        }
        for index in first..<versions.count {
            let text = String(decoding: versions[index].text, as: UTF8.self)
            versions[index].used = current.filter { NamesInText.uses(text, of: [$0.key]) }
        }
    }

    /// Returns the defs that an entry knew and that the script has otherwise.
    func outdated(at index: Int) -> Set<[UInt8]> {
        Set(known[index].filter { !isLatest($0.key, $0.value) }.keys)
    }

    /// Whether a version does what the def of this name does in the script.
    private func isLatest(_ name: [UInt8], _ version: Int) -> Bool {
        var (open, seen) = ([(name, version)], Set<Int>())
        while let (name, version) = open.popLast() {
            guard let latest = known.last?[name], versions[version].text == versions[latest].text else { return false }
            guard seen.insert(version).inserted else { continue }
            open += versions[version].used.map { ($0.key, $0.value) }
        }
        return true
    }
}
