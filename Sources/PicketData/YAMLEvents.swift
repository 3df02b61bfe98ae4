import CYAML

/// The events of a YAML text, in the order in which libyaml reports them.
///
/// This calls libyaml directly, since its Swift wrapper loads all of Foundation at every start of the program.
final class YAMLEvents {
    enum Event {
        case scalar(Scalar)
        case list(Properties)
        case map(Properties)
        /// The end of a list or a map.
        case end
        case alias(String)
        case document
        case endOfText
        /// An event that a reader ignores.
        case other
    }

    /// The tag and the anchor that may stand before a node.
    struct Properties {
        /// The full tag, such as `tag:yaml.org,2002:str`; empty for none.
        var tag = ""
        var anchor: String?
    }

    struct Scalar {
        var text: String
        /// Whether the scalar is written without quotes, and not as a block.
        var isPlain: Bool
        var properties: Properties
    }

    /// The line of the latest event, counted from 1.
    private(set) var line = 1

    private let text: DataText
    // libyaml keeps pointers to both of these.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ text: DataText) throws(DataFault) {
        self.text = text
        input = .allocate(capacity: text.bytes.count)
        _ = input.initialize(from: text.bytes)
        guard yaml_parser_initialize(parser) == 1 else { throw Self.noMemory }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        // After a failed initialization this frees the parts that exist.
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// Returns the next event. Do not call it after `endOfText` or a fault.
    func next() throws(DataFault) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
        defer { yaml_event_delete(&event) }
        line = Int(event.start_mark.line) + 1
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                Scalar(
                    text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
                    properties: Self.properties(scalar.tag, scalar.anchor)))
        case YAML_SEQUENCE_START_EVENT:
            return .list(Self.properties(event.data.sequence_start.tag, event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT:
            return .map(Self.properties(event.data.mapping_start.tag, event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .end
        case YAML_ALIAS_EVENT: return .alias(Self.string(event.data.alias.anchor) ?? "")
        case YAML_DOCUMENT_START_EVENT: return .document
        case YAML_STREAM_END_EVENT: return .endOfText
        default: return .other
        }
    }

    private static func properties(
        _ tag: UnsafeMutablePointer<UInt8>?, _ anchor: UnsafeMutablePointer<UInt8>?
    ) -> Properties {
        Properties(tag: string(tag) ?? "", anchor: string(anchor))
    }

    private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
        text.map { String(cString: $0) }
    }

    /// Why the parser stopped.
    private var fault: DataFault {
        let problem = parser.pointee.problem.map { String(cString: $0) }
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR: return Self.noMemory
        case YAML_READER_ERROR:
            return DataFault(problem ?? Self.unreadable, line: text.line(at: parser.pointee.problem_offset))
        default: return DataFault(problem ?? Self.unreadable, line: Int(parser.pointee.problem_mark.line) + 1)
        }
    }

    private static let noMemory = DataFault("there is not enough memory to read it")
    private static let unreadable = "it cannot be read as YAML"
}

@available(*, unavailable)
extension YAMLEvents: Sendable {}
