import PicketSyntax

/// The text of an option as the user gave it, with the name of its source.
package struct OptionValue {
    package let text: String
    /// The source in a message: `--user`, `PICKET_USER`, `user` of [defaults]; in backticks.
    package let name: String

    package init(_ text: String, of name: String) {
        self.text = text
        self.name = name
    }

    /// Checks the text.
    ///
    /// - Parameter choices: The allowed words of a choice.
    package func check(_ kind: OptionKind, choices: [String]?) throws(UsageProblem) {
        switch kind {
        case .text, .platform, .url, .variable, .file, .folder, .tag, .testName: break
        case .flag: _ = try isOn()
        case .address: _ = try address()
        case .count(let range): _ = try count(in: range)
        case .number: _ = try number() as UInt64
        case .duration: _ = try duration()
        case .time(let range): _ = try duration(in: range)
        case .rate: _ = try rate()
        case .choice(let words): _ = try choice(words)
        case .format: if let choices { _ = try choice(choices) }
        }
    }

    /// Whether the text means yes.
    package func isOn() throws(UsageProblem) -> Bool {
        switch text.lowercased() {
        case "0", "false", "no", "off": return false
        case "1", "true", "yes", "on": return true
        default: throw UsageProblem("\(name) is `1` for yes or `0` for no, not `\(text)`")
        }
    }

    package func number<Number: FixedWidthInteger>() throws(UsageProblem) -> Number {
        guard let number = Number(text) else {
            throw UsageProblem("\(name) is a whole number from \(Number.min) to \(Number.max), not `\(text)`")
        }
        return number
    }

    package func count(in range: ClosedRange<Int>) throws(UsageProblem) -> Int {
        guard let count = Int(text), range.contains(count) else {
            throw UsageProblem(
                "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
        }
        return count
    }

    /// The text as nanoseconds, written as in scripts. A bare number means seconds, as in curl.
    package func duration() throws(UsageProblem) -> Int64 {
        if let seconds = Double(text), seconds >= 0, seconds < 1e9 { return Int64(seconds * 1e9) }
        let value = Array(text.utf8).withUnsafeBufferPointer { durationValue(of: $0) }
        guard let value, value >= 0 else {
            throw UsageProblem("\(name) takes a duration such as 250ms, 30s or 5m, not `\(text)`")
        }
        return value
    }

    package func duration(in range: ClosedRange<Int64>) throws(UsageProblem) -> Int64 {
        let value = try duration()
        guard range.contains(value) else {
            let bounds = [range.lowerBound, range.upperBound].map(DurationText.language)
            throw UsageProblem("\(name) takes a duration from \(bounds[0]) to \(bounds[1]), not `\(text)`")
        }
        return value
    }

    /// The text as a number of requests a second.
    package func rate() throws(UsageProblem) -> Double {
        let isPerSecond = text.utf8.suffix(2).elementsEqual("/s".utf8)
        guard let rate = Double(isPerSecond ? String(text.dropLast(2)) : text), rate > 0, rate.isFinite else {
            throw UsageProblem("\(name) takes requests a second such as 50/s, not `\(text)`")
        }
        return rate
    }

    /// The text as one of several words.
    package func choice(_ choices: [String]) throws(UsageProblem) -> String {
        guard let choice = choices.first(where: { $0.utf8.elementsEqual(text.utf8) }) else {
            throw UsageProblem("\(name) is one of \(choices.joined(separator: ", ")), not `\(text)`")
        }
        return choice
    }

    package func address() throws(UsageProblem) -> ListenAddress {
        guard let address = ListenAddress(text) else {
            throw UsageProblem(
                "\(name) takes a host and a port from 0 to 65535, such as 127.0.0.1:8443 or [::1]:8443, not `\(text)`")
        }
        return address
    }
}

/// `HOST:PORT`. An IPv6 address is in brackets.
package struct ListenAddress {
    package let host: String
    package let port: Int

    init?(_ text: String) {
        let bytes = text.utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = bytes[bytes.index(after: colon)...]
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(String(digits) ?? ""), port <= 65535
        else { return nil }
        var host = bytes[..<colon]
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]"), host.count > 2 {
            host = host.dropFirst().dropLast()
        } else if host.contains(where: { [UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]")].contains($0) }) {
            // Without brackets, nobody can tell where an IPv6 address ends.
            return nil
        }
        guard let name = String(host), !name.isEmpty else { return nil }
        (self.host, self.port) = (name, port)
    }
}
