package import PicketRuntime

/// What a run is a run of: a journal is good for the same and nothing else.
package struct JournalIdentity: Sendable {
    package struct Source: Sendable, Equatable {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The script, then the files that it includes.
    package var sources: [Source]
    /// The values of its `param`s that were given.
    package var parameters: [String: Value]
    /// What the script's random numbers begin with: a resumed run takes the journal's.
    package var seed: UInt64

    package init(sources: [Source], parameters: [String: Value] = [:], seed: UInt64) {
        self.sources = sources
        self.parameters = parameters
        self.seed = seed
    }
}

extension JournalIdentity {
    /// As it stands in a journal: no text, but a hash for each file and each line, so that a difference has a place.
    func value(_ redactor: Redactor) -> ValueMap {
        var parameters = ValueMap()
        for name in self.parameters.keys.sorted() {
            parameters[name] = .string(redactor.redact(self.parameters[name]?.description ?? ""))
        }
        return [
            "sources": .list(sources.map(\.value)), "parameters": .map(parameters), "seed": .string(String(seed)),
        ]
    }

    /// How this differs from what a journal says; nil if it does not.
    func difference(from recorded: ValueMap, _ redactor: Redactor) -> String? {
        let own = value(redactor)
        if let difference = sourceDifference(from: recorded["sources"]) { return difference }
        guard case .map(let then)? = recorded["parameters"], case .map(let now)? = own["parameters"] else {
            return "its first line is not a journal's"
        }
        for name in Set(then.keys + now.keys).sorted() where then[name] != now[name] {
            let (before, after) = (then[name]?.description ?? "not given", now[name]?.description ?? "not given")
            return "the parameter `\(name)` was \(before), and is \(after)"
        }
        return nil
    }

    private func sourceDifference(from recorded: Value?) -> String? {
        guard case .list(let then)? = recorded else { return "its first line is not a journal's" }
        guard then.count == sources.count else { return "it had \(then.count) files, and has \(sources.count)" }
        for (source, then) in zip(sources, then) where source.value != then {
            guard case .map(let map) = then, case .list(let lines)? = map["lines"] else {
                return "`\(source.name)` is another file"
            }
            let now = source.lineHashes
            let line = zip(lines, now).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let place = line.map { $0 + 1 } ?? min(lines.count, now.count) + 1
            return "`\(source.name)` differs from line \(place) on"
        }
        return nil
    }
}

extension JournalIdentity.Source {
    /// Beyond this many lines only the whole is hashed.
    private static let lineLimit = 10_000

    fileprivate var lineHashes: [Value] {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.count > Self.lineLimit ? [] : lines.map { .string(Fingerprint.text($0)) }
    }

    fileprivate var value: Value {
        ["hash": .string(Fingerprint.text(text.utf8)), "lines": .list(lineHashes)]
    }
}

/// FNV-1a over 64 bits: it tells an edited file from the same, which is all that is asked of it; nobody attacks his own
/// journal (Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm").
enum Fingerprint {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
