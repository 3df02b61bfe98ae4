import PicketRuntime
import Yams

/// Reads one YAML document: keys in their order, anchors and merge keys (`<<`) followed, nothing executed.
///
/// Plain scalars mean what the core schema of YAML 1.2 says, so that `no` and `on` are text; but a number with leading
/// zeros stays text, as everywhere in the language. What anchors unfold to is bounded.
struct YAMLReader {
    static let nodeLimit = 1_000_000
    static let depthLimit = 400

    private var nodesLeft = YAMLReader.nodeLimit

    static func value(of text: DataText) throws(DataFault) -> Value {
        try AliasBound.check(text)
        let root: Node?
        do {
            let parser = try Parser(yaml: text.string, resolver: .basic, constructor: .default, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw fault(error, in: text)
        }
        guard let root else { return .null }
        var reader = YAMLReader()
        return try reader.value(root, depth: 0)
    }

    private mutating func value(_ node: Node, depth: Int) throws(DataFault) -> Value {
        let line = node.mark?.line
        nodesLeft -= 1
        guard nodesLeft >= 0 else { throw AliasBound.fault(line: line) }
        guard depth < YAMLReader.depthLimit else {
            throw DataFault("lists and maps nest deeper than \(YAMLReader.depthLimit)", line: line)
        }
        switch node {
        case .scalar(let scalar): return try YAMLReader.scalar(scalar)
        case .sequence(let sequence): return try list(sequence, depth: depth)
        case .mapping(let mapping): return .map(try map(mapping, depth: depth))
        case .alias: throw DataFault("an alias without its anchor", line: line)
        }
    }

    private mutating func list(_ sequence: Node.Sequence, depth: Int) throws(DataFault) -> Value {
        try YAMLReader.check(sequence.tag, line: sequence.mark?.line)
        var elements: [Value] = []
        elements.reserveCapacity(sequence.count)
        for node in sequence { elements.append(try value(node, depth: depth + 1)) }
        return .list(elements)
    }

    private mutating func map(_ mapping: Node.Mapping, depth: Int) throws(DataFault) -> ValueMap {
        try YAMLReader.check(mapping.tag, line: mapping.mark?.line)
        var map = ValueMap()
        var inherited: [ValueMap] = []
        for (key, node) in mapping {
            guard case .scalar(let name) = key else {
                throw DataFault("a key must be text", line: key.mark?.line)
            }
            if name.string == "<<", name.style == .plain {
                inherited += try merged(node, depth: depth)
            } else {
                map[name.string] = try value(node, depth: depth + 1)
            }
        }
        // Of several maps the earlier one wins, and what the map says itself wins over all.
        for other in inherited {
            for (key, value) in zip(other.keys, other.values) where map[key] == nil { map[key] = value }
        }
        return map
    }

    /// The map behind `<<`, or several of them.
    private mutating func merged(_ node: Node, depth: Int) throws(DataFault) -> [ValueMap] {
        nodesLeft -= 1
        switch node {
        case .mapping(let mapping): return [try map(mapping, depth: depth + 1)]
        case .sequence(let sequence) where depth < YAMLReader.depthLimit:
            var maps: [ValueMap] = []
            for element in sequence { maps += try merged(element, depth: depth + 1) }
            return maps
        default: throw DataFault("`<<` takes a map, or a list of maps", line: node.mark?.line)
        }
    }

    static func check(_ tag: Tag, line: Int?) throws(DataFault) {
        let name = tag.description
        guard name.isEmpty || name == "!" || name.hasPrefix("tag:yaml.org,2002:") else {
            throw DataFault("the tag `\(name)` means nothing here", line: line)
        }
    }

    private static func fault(_ error: any Error, in text: DataText) -> DataFault {
        guard let error = error as? YamlError else { return DataFault("it cannot be read as YAML") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return DataFault(problem, line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "`\($0)`" }.joined(separator: ", ")
            return DataFault("a map has a key twice: \(keys)", line: context.mark.line)
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.prefix($0).count { $0.isNewline } + 1 }
            return DataFault(problem, line: line)
        case .memory: return DataFault("there is not enough memory to read it")
        default: return DataFault("it cannot be read as YAML")
        }
    }
}
