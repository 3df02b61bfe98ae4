package import PicketRuntime

/// The identity of a run. A journal is only valid for a run with the same identity.
package struct JournalIdentity: Sendable {
    package struct Source: Sendable, Equatable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The script, followed by the files that it includes.
    package var sources: [Source]
    /// The given values of its `param`s.
    package var parameters: [String: Value]
    /// The journal's name of the platform that the run begins with; nil for none.
    package var platform: String?
    /// The seed of the script's random numbers. A resumed run uses the one of the journal.
    package var seed: UInt64
    /// Whether the user gave this seed. Then a journal with another seed does not match.
    package var isSeedGiven: Bool

    package init(
        sources: [Source], parameters: [String: Value] = [:], platform: String? = nil, seed: UInt64,
        isSeedGiven: Bool = false
    ) {
        self.sources = sources
        self.parameters = parameters
        self.platform = platform
        self.seed = seed
        self.isSeedGiven = isSeedGiven
    }
}

extension JournalIdentity {
    /// Writes the identity to a journal line, with hashes instead of the texts of sources and parameters.
    ///
    /// - Parameter line: The line to add to.
    func write(to line: inout Shown<ValueMap>, _ hashes: SaltedHash) throws(JournalProblem) {
        var files: [Shown<Value>] = []
        for source in sources { files.append(try source.value(hashes)) }
        var parameters = Shown<ValueMap>()
        for name in self.parameters.keys.sorted() {
            let hash = try hashes.text(name, HashedValue.bytes(self.parameters[name] ?? .null))
            parameters.set(.own(name), to: Shown.own(hash).value)
        }
        line["platform"] = platform.map { Shown.address($0).value } ?? Shown<Value>.null
        line["sources"] = .list(files)
        line["parameters"] = parameters.value
        line["seed"] = Shown.own(String(seed)).value
    }

    /// Returns how this identity differs from a journal's; nil if it does not.
    ///
    /// - Parameter isEdited: Returns whether a source was changed on purpose, so that it may differ.
    func difference(
        from recorded: ValueMap, _ hashes: SaltedHash, isEdited: (String) -> Bool
    ) throws(JournalProblem) -> String? {
        var line = Shown<ValueMap>()
        try write(to: &line, hashes)
        let own = line.content
        if let difference = sourceDifference(from: recorded["sources"], to: own["sources"], hashes, isEdited) {
            return difference
        }
        if let difference = platformDifference(from: recorded["platform"]) { return difference }
        if isSeedGiven, let seed = recorded["seed"]?.text, UInt64(seed) != self.seed {
            return "its random numbers began with the seed \(seed), and not with \(self.seed)"
        }
        guard case .map(let then)? = recorded["parameters"], case .map(let now)? = own["parameters"] else {
            return Self.noFirstLine
        }
        for name in Set(then.keys + now.keys).sorted() where then[name] != now[name] {
            switch (then[name], now[name]) {
            case (nil, _): return "the parameter `\(name)` was not given then"
            case (_, nil): return "the parameter `\(name)` was given then, and is not given now"
            default: return "the parameter `\(name)` has another value"
            }
        }
        return nil
    }

    private static let noFirstLine = "its first line is not a journal's"

    private func platformDifference(from recorded: Value?) -> String? {
        let then = recorded?.text
        guard recorded != nil else { return Self.noFirstLine }
        guard then.map({ Array($0.utf8) }) != platform.map({ Array($0.utf8) }) else { return nil }
        func name(_ platform: String?) -> String { platform.map { "`\($0)`" } ?? "no platform" }
        return "it ran on \(name(then)), and not on \(name(platform))"
    }

    /// Returns the sources for a line if some were changed on purpose; nil otherwise.
    func edited(from recorded: ValueMap, _ hashes: SaltedHash) throws(JournalProblem) -> Shown<Value>? {
        var line = Shown<ValueMap>()
        try write(to: &line, hashes)
        return line.content["sources"] == recorded["sources"] ? nil : line["sources"]
    }

    private func sourceDifference(
        from recorded: Value?, to own: Value?, _ hashes: SaltedHash, _ isEdited: (String) -> Bool
    ) -> String? {
        guard case .list(let then)? = recorded, case .list(let now)? = own else { return Self.noFirstLine }
        guard then.count == now.count else {
            // An edited script may include other files. Each unchanged file must be one of the earlier ones.
            let isMended = sources.contains { isEdited($0.name) }
            let other = zip(sources, now).first { !isEdited($0.0.name) && !then.contains($0.1) }?.0
            if isMended { return other.map { "`\($0.name)` is another file" } }
            return "it had \(then.count) files, and has \(now.count)"
        }
        for (source, (then, now)) in zip(sources, zip(then, now)) where then != now && !isEdited(source.name) {
            guard case .map(let map) = then, case .list(let lines)? = map["lines"], !lines.isEmpty else {
                return "`\(source.name)` is another file"
            }
            let now = source.lineHashes(hashes).map(\.content)
            let line = zip(lines, now).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let place = line.map { $0 + 1 } ?? min(lines.count, now.count) + 1
            return "`\(source.name)` differs from line \(place) on"
        }
        return nil
    }
}

extension JournalIdentity.Source {
    /// The maximum number of lines that are hashed one by one. A longer text is only hashed as a whole.
    private static let lineLimit = 10_000

    fileprivate func lineHashes(_ hashes: SaltedHash) -> [Shown<Value>] {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.count > Self.lineLimit
            ? [] : lines.map { Shown.own(Fingerprint.text($0, salt: hashes.salt)).value }
    }

    fileprivate func value(_ hashes: SaltedHash) throws(JournalProblem) -> Shown<Value> {
        var value = Shown<ValueMap>()
        value["hash"] = Shown.own(try hashes.text("source", Array(text.utf8))).value
        value["lines"] = .list(lineHashes(hashes))
        return value.value
    }
}

/// Converts values to bytes for hashing. Two values have the same bytes only if a script cannot distinguish them.
enum HashedValue {
    static func bytes(_ value: Value) -> [UInt8] {
        var bytes: [UInt8] = []
        if case .duration = value.revealed { bytes += "duration ".utf8 }
        bytes += value.wireJSON
        return bytes
    }
}

/// FNV-1a (Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm"), reduced to 16 bits. This shows in which line
/// a file differs, but is not enough to guess a password in the line.
enum Fingerprint {
    static func text(_ bytes: some Sequence<UInt8>, salt: [UInt8]) -> String {
        let hash = number(bytes, number(salt))
        let folded = UInt16(truncatingIfNeeded: hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48)
        let digits = String(folded, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Returns all 64 bits, for comparisons in memory.
    static func number(_ text: String, _ start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var text = text
        return text.withUTF8 { number($0, start) }
    }

    /// - Parameter start: The hash of the preceding text.
    static func number(_ bytes: some Sequence<UInt8>, _ start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var hash = start
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash
    }
}
