import PicketTerminal

/// A language just large enough to show everything that the editor does.
enum ToyLanguage {
    static let commands = [
        "add": "adds a host", "show": "shows one", "set": "sets a variable", "start": "starts", "stop": "stops",
    ]
    static let arguments = ["host=": "where it is", "port=": "1 to 65535"]

    static var editor: EditorLanguage {
        EditorLanguage(
            completeness: completeness, highlight: highlight, hint: hint, parameterHelp: parameterHelp,
            complete: complete,
            isSensitive: { $0.contains("password=") })
    }

    static func completeness(_ text: String) -> Completeness {
        var depth = 0
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if isQuoted { continue }
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
        }
        if isQuoted { return .incomplete(indent: 0) }
        return depth > 0 ? .incomplete(indent: 2 * depth) : .complete
    }

    static func highlight(_ text: String) -> [StyledSpan] {
        var scanner = ToyScanner(Array(text.utf8))
        return scanner.spans()
    }

    static func hint(_ text: String, _ cursor: Int) -> String? { text == "add " ? "host=NAME" : nil }

    static func parameterHelp(_ text: String, _ cursor: Int) -> StyledText? {
        guard text.hasPrefix("add ") else { return nil }
        return StyledText([.init("add "), .init("host", Appearance(nil, .bold)), .init("= port=")])
    }

    static func complete(_ text: String, _ cursor: Int) -> Completion {
        let before = Array(text.utf8.prefix(cursor))
        let start = before.lastIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { $0 + 1 } ?? 0
        let word = String(decoding: before[start...], as: UTF8.self)
        let isMany = word.hasPrefix("n")
        let isArgument = text.hasPrefix("add ") && start > 0
        let table = isMany ? many : isArgument ? arguments : commands
        let found = table.keys.sorted().filter { $0.hasPrefix(word) }
        return Completion(
            start: start,
            candidates: found.map { Candidate($0, note: table[$0] ?? "", suffix: isArgument ? "" : " ") })
    }

    private static let many = Dictionary(uniqueKeysWithValues: (10..<40).map { ("n\($0)", "number \($0)") })
}

/// Finds the toy's words.
private struct ToyScanner {
    let bytes: [UInt8]
    var index = 0
    var expectsCommand = true
    var found: [StyledSpan] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func spans() -> [StyledSpan] {
        while index < bytes.count { step() }
        return found
    }

    private mutating func step() {
        switch bytes[index] {
        case UInt8(ascii: "#"): take(.comment) { $0 != UInt8(ascii: "\n") }
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "$"): take(.variable) { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            take(.number) { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        case UInt8(ascii: "\n"), UInt8(ascii: "{"):
            expectsCommand = true
            index += 1
        case let byte where Self.isLetter(byte): word()
        default: index += 1
        }
    }

    private mutating func word() {
        let start = index
        while index < bytes.count, Self.isLetter(bytes[index]) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if expectsCommand {
            found.append(StyledSpan(start..<index, ToyLanguage.commands[text] == nil ? .unknownCommand : .command))
            expectsCommand = false
        } else if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
            found.append(StyledSpan(start..<index + 1, .argumentName))
        }
    }

    private mutating func string() {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        index = min(bytes.count, index + 1)
        found.append(StyledSpan(start..<index, .string))
    }

    private mutating func take(_ style: TextStyle, while belongs: (UInt8) -> Bool) {
        let start = index
        index += 1
        while index < bytes.count, belongs(bytes[index]) { index += 1 }
        found.append(StyledSpan(start..<index, style))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
    }
}
