import PicketRuntime
import PicketSyntax

/// Parses one YAML document. Keys keep their order, anchors and merge keys (`<<`) are resolved, and nothing is
/// executed.
///
/// Plain scalars follow the core schema of YAML 1.2, so `no` and `on` are text. But a number with leading zeros stays
/// text, as everywhere in the language. The expansion of anchors is bounded.
struct YAMLReader {
    static let nodeLimit = 1_000_000
    static let depthLimit = 400

    /// The node that an alias stands for.
    private struct Node {
        var value: Value
        /// The depth of the nested lists and maps in it.
        var height = 0
        /// The number of nodes that it expands to.
        var count = 1
        /// The written text of a scalar; nil for a list or map.
        var text: String?
    }

    private let events: YAMLEvents
    private var nodesLeft = YAMLReader.nodeLimit
    private var anchors: [TextKey: Node] = [:]

    static func value(of text: DataText) throws(DataFault) -> Value {
        try AliasBound.check(text)
        var reader = YAMLReader(events: try YAMLEvents(text))
        return try reader.document()
    }

    private init(events: YAMLEvents) { self.events = events }

    private mutating func document() throws(DataFault) -> Value {
        var root: Value?
        while true {
            switch try events.next() {
            case .document:
                guard root == nil else { throw DataFault("but found another document", line: events.line) }
                root = try node(try events.next(), depth: 0).value
            case .endOfText: return root ?? .null
            default: continue
            }
        }
    }

    /// Reads the node that an event begins.
    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(DataFault) -> Node {
        let line = events.line
        let before = nodesLeft
        try count(1, line: line)
        try checkDepth(depth, line: line)
        var node: Node
        let anchor: String?
        switch event {
        case .scalar(let scalar):
            let isKnown = YAMLReader.isKnown(scalar.properties.tag)
            node = Node(value: YAMLReader.value(of: scalar, line: line), text: isKnown ? scalar.text : nil)
            anchor = scalar.properties.anchor
        case .list(let properties):
            node = try list(depth: depth)
            hide(&node, properties.tag, line: line)
            anchor = properties.anchor
        case .map(let properties):
            node = try map(depth: depth)
            hide(&node, properties.tag, line: line)
            anchor = properties.anchor
        case .alias(let name): return try alias(name, depth: depth)
        default: throw DataFault("it cannot be read as YAML", line: line)
        }
        node.count = before - nodesLeft
        if let anchor { anchors[TextKey(anchor)] = node }
        return node
    }

    /// Replaces a list or map with an unknown tag, because nobody knows what it means. Its parts are checked all the same.
    private func hide(_ node: inout Node, _ tag: String, line: Int) {
        guard !YAMLReader.isKnown(tag) else { return }
        node = Node(value: .unreadable(UnreadableValue(tag: tag, line: line)))
    }

    private mutating func alias(_ name: String, depth: Int) throws(DataFault) -> Node {
        guard let node = anchors[TextKey(name)] else { throw DataFault("found undefined alias", line: events.line) }
        try count(node.count - 1, line: events.line)
        try checkDepth(depth + node.height, line: events.line)
        return node
    }

    private mutating func list(depth: Int) throws(DataFault) -> Node {
        var elements: [Value] = []
        var height = 0
        while true {
            let event = try events.next()
            if case .end = event { return Node(value: .list(elements), height: height + 1) }
            let element = try node(event, depth: depth + 1)
            elements.append(element.value)
            height = max(height, element.height)
        }
    }

    private mutating func map(depth: Int) throws(DataFault) -> Node {
        var map = ValueMap()
        var inherited: [ValueMap]?
        var height = 0
        while true {
            let event = try events.next()
            if case .end = event { break }
            let line = events.line
            let (key, isMerge) = try key(event)
            guard isMerge ? inherited == nil : map[key] == nil else {
                throw DataFault("a map has a key twice: `\(key)`", line: line)
            }
            let value = try node(try events.next(), depth: depth + 1)
            height = max(height, value.height)
            if isMerge {
                inherited = try YAMLReader.maps(value.value, line: line)
            } else {
                map[key] = value.value
            }
        }
        // An earlier merged map wins over a later one, and the map's own keys win over all merged ones.
        for other in inherited ?? [] {
            for (key, value) in zip(other.keys, other.values) where map[key] == nil { map[key] = value }
        }
        return Node(value: .map(map), height: height + 1)
    }

    /// Returns the text of a key, and whether the key is `<<`, which merges other maps.
    private mutating func key(_ event: YAMLEvents.Event) throws(DataFault) -> (text: String, isMerge: Bool) {
        switch event {
        case .scalar(let scalar):
            guard YAMLReader.isKnown(scalar.properties.tag) else {
                throw DataFault(
                    "a key has the tag `\(scalar.properties.tag)`, which is not supported", line: events.line)
            }
            if let anchor = scalar.properties.anchor {
                let value = YAMLReader.value(of: scalar, line: events.line)
                anchors[TextKey(anchor)] = Node(value: value, text: scalar.text)
            }
            return (scalar.text, scalar.isPlain && scalar.text.hasBytes(of: "<<"))
        case .alias(let name):
            if let text = try alias(name, depth: 0).text { return (text, false) }
        default: break
        }
        throw DataFault("a key must be text", line: events.line)
    }

    /// Returns the map, or the maps of a list, that `<<` merges.
    private static func maps(_ value: Value, line: Int) throws(DataFault) -> [ValueMap] {
        switch value {
        case .map(let map): return [map]
        case .list(let elements):
            var maps: [ValueMap] = []
            for element in elements { maps += try YAMLReader.maps(element, line: line) }
            return maps
        default: throw DataFault("`<<` takes a map, or a list of maps", line: line)
        }
    }

    private mutating func count(_ nodes: Int, line: Int) throws(DataFault) {
        nodesLeft -= nodes
        guard nodesLeft >= 0 else { throw AliasBound.fault(line: line) }
    }

    private func checkDepth(_ depth: Int, line: Int) throws(DataFault) {
        guard depth < YAMLReader.depthLimit else {
            throw DataFault("lists and maps nest deeper than \(YAMLReader.depthLimit)", line: line)
        }
    }

    /// Whether a tag says nothing, or names a kind of value of YAML itself.
    static func isKnown(_ tag: String) -> Bool {
        tag.isEmpty || tag.hasBytes(of: "!") || tag.utf8.starts(with: "tag:yaml.org,2002:".utf8)
    }
}
