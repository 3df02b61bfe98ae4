import PicketSyntax

/// Parses a JSON text (RFC 8259) into calls of a sink. Answers, journals, files and hosts all use it.
package struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private let depthLimit: Int
    private var position = 0
    private var scratch: [UInt8] = []

    /// - Parameter depthLimit: the maximum nesting of lists and maps.
    ///
    /// - Returns: the sink, after the whole text was parsed.
    ///
    /// - Throws: a `JSONProblem` with its offset. The sink of an invalid text is discarded.
    package static func read<Sink: JSONSink>(
        _ bytes: [UInt8], into sink: Sink, depthLimit: Int = JSONDepth.limit
    ) throws(JSONProblem) -> Sink {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONProblem) -> Sink in
            var reader = JSONReader(bytes: UnsafeRawBufferPointer(buffer), depthLimit: depthLimit)
            var sink = sink
            try reader.text(&sink)
            return sink
        }
    }

    private init(bytes: UnsafeRawBufferPointer, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// The byte at the position; zero at the end, because JSON contains no zero byte.
    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private func problem(_ kind: JSONProblem.Kind, at offset: Int? = nil) -> JSONProblem {
        JSONProblem(kind: kind, offset: min(offset ?? position, bytes.count))
    }

    /// Describes the unexpected byte at the position.
    private func unexpected() -> JSONProblem {
        problem(position < bytes.count ? .unexpected(bytes[position]) : .endsEarly)
    }

    private mutating func text<Sink: JSONSink>(_ sink: inout Sink) throws(JSONProblem) {
        skipBlanks()
        guard position < bytes.count else { throw problem(.empty) }
        try value(&sink, depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw unexpected() }
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value<Sink: JSONSink>(_ sink: inout Sink, depth: Int) throws(JSONProblem) {
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): try object(&sink, depth: depth)
        case UInt8(ascii: "["): try array(&sink, depth: depth)
        case UInt8(ascii: "\""): try string(&sink) { $0.text($1) }
        case UInt8(ascii: "t"):
            try word("true")
            sink.boolean(true)
        case UInt8(ascii: "f"):
            try word("false")
            sink.boolean(false)
        case UInt8(ascii: "n"):
            try word("null")
            sink.null()
        default: try number(&sink)
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONProblem) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[offset] else {
                throw position < bytes.count ? problem(.unexpected(bytes[start]), at: start) : problem(.endsEarly)
            }
            position += 1
        }
    }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == expected else { return false }
        position += 1
        return true
    }

    // MARK: Containers

    private mutating func object<Sink: JSONSink>(_ sink: inout Sink, depth: Int) throws(JSONProblem) {
        guard depth < depthLimit else { throw problem(.tooDeep(depthLimit)) }
        position += 1
        sink.beginObject()
        skipBlanks()
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipBlanks()
                guard byte == UInt8(ascii: "\"") else { throw unexpected() }
                let keyStart = position + 1
                try string(&sink) { $0.key($1) }
                let keyEnd = position - 1
                skipBlanks()
                guard take(UInt8(ascii: ":")) else { throw unexpected() }
                skipBlanks()
                let start = position
                try value(&sink, depth: depth + 1)
                sink.endMember(key: keyStart..<keyEnd, value: start..<position)
                skipBlanks()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw unexpected() }
        }
        sink.endObject()
    }

    private mutating func array<Sink: JSONSink>(_ sink: inout Sink, depth: Int) throws(JSONProblem) {
        guard depth < depthLimit else { throw problem(.tooDeep(depthLimit)) }
        position += 1
        sink.beginArray()
        skipBlanks()
        if !take(UInt8(ascii: "]")) {
            repeat {
                try value(&sink, depth: depth + 1)
                skipBlanks()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw unexpected() }
        }
        sink.endArray()
    }

    // MARK: Texts

    private mutating func string<Sink: JSONSink>(
        _ sink: inout Sink, _ emit: (inout Sink, UnsafeRawBufferPointer) -> Void
    ) throws(JSONProblem) {
        position += 1
        let start = position
        var isASCII = true
        while true {
            position = ordinaryEnd(from: position)
            guard position < bytes.count else { throw problem(.endsEarly) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
                if !isASCII { try validate(text, from: start) }
                position += 1
                return emit(&sink, text)
            case UInt8(ascii: "\\"): return try escapedString(&sink, from: start, isASCII: isASCII, emit)
            case 0..<0x20: throw problem(.controlCharacter)
            default:
                isASCII = false
                position += 1
            }
        }
    }

    /// Returns the position of the first byte that needs a closer look: a quote, a backslash, a control character, or a byte
    /// that is not ASCII. Returns the end if there is none.
    private func ordinaryEnd(from start: Int) -> Int {
        var place = start
        while place + 8 <= bytes.count {
            let found = Self.unusual(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            if found != 0 { return place + found.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < bytes.count, Self.unusual(UInt64(bytes[place]) | 0x2020_2020_2020_2000) == 0 {
            place += 1
        }
        return place
    }

    /// Eight bytes of 1, and eight bytes of 128.
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Marks the first of eight bytes that needs a closer look by its highest bit. The bits after that one have no meaning.
    /// Returns zero if there is none.
    private static func unusual(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let isControl = word &- ones &* 0x20 & ~word
        let isQuote = quote &- ones & ~quote
        let isBackslash = backslash &- ones & ~backslash
        return (isControl | isQuote | isBackslash | word) & highBits
    }

    private func validate(_ text: UnsafeRawBufferPointer, from start: Int) throws(JSONProblem) {
        let isValid = text.withMemoryRebound(to: UInt8.self) { bytes in
            (try? UTF8Span(validating: bytes.span)) != nil
        }
        guard !isValid else { return }
        throw problem(.invalidUTF8, at: start)
    }

    /// Parses a text that contains an escape, from its first byte on.
    private mutating func escapedString<Sink: JSONSink>(
        _ sink: inout Sink, from start: Int, isASCII: Bool, _ emit: (inout Sink, UnsafeRawBufferPointer) -> Void
    ) throws(JSONProblem) {
        scratch.removeAll(keepingCapacity: true)
        var isASCII = isASCII
        var copied = start
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                if Sink.takesEscapedTexts { scratch += bytes[copied..<position] }
                // An escape never completes another byte's sequence, so the text is checked as it is written.
                if !isASCII { try validate(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), from: start) }
                position += 1
                guard Sink.takesEscapedTexts else { return emit(&sink, UnsafeRawBufferPointer(start: nil, count: 0)) }
                return scratch.withUnsafeBytes { emit(&sink, $0) }
            case UInt8(ascii: "\\"):
                if Sink.takesEscapedTexts { scratch += bytes[copied..<position] }
                try escape()
                copied = position
            case 0..<0x20: throw problem(.controlCharacter)
            case 0x80...:
                isASCII = false
                position += 1
            default: position = ordinaryEnd(from: position)
            }
        }
        throw problem(.endsEarly)
    }

    private mutating func escape() throws(JSONProblem) {
        let start = position
        position += 1
        guard position < bytes.count else { throw problem(.endsEarly) }
        let code = bytes[position]
        position += 1
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(code)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"): try unicodeEscape(from: start)
        default: throw problem(.invalidEscape, at: start)
        }
    }

    /// Parses `\uXXXX`, or two of them for a surrogate pair.
    private mutating func unicodeEscape(from start: Int) throws(JSONProblem) {
        let unit = try fourDigits()
        var value = unit
        if (0xD800..<0xDC00).contains(unit) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw problem(.loneSurrogate, at: start) }
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw problem(.loneSurrogate, at: start) }
            value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw problem(.loneSurrogate, at: start) }
        scratch += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }

    private mutating func fourDigits() throws(JSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hexadecimal.value(of: byte) else {
                throw position < bytes.count ? problem(.invalidEscape) : problem(.endsEarly)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: Numbers

    private mutating func number<Sink: JSONSink>(_ sink: inout Sink) throws(JSONProblem) {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw problem(.leadingZero, at: start) }
        if take(UInt8(ascii: ".")) {
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        guard Sink.takesNumbers else { return }
        sink.number(WrittenNumber(json: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func digits() throws(JSONProblem) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else { throw unexpected() }
    }
}
