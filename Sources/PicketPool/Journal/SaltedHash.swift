import CCrypt
import PicketRuntime
import PicketSystem
import SystemPackage

/// The hashes of one journal: yescrypt by crypt(3) with a random salt, slow enough to prevent guessing passwords.
///
/// Two journals have different hashes of the same secret.
final class SaltedHash {
    /// The work for one hash, which doubles with each step. 5 takes about 25 ms and 16 MB.
    static let usualCost = 5
    /// A journal from elsewhere must not take minutes and all memory.
    private static let costs = 1...8
    private static let saltLength = 16

    let salt: [UInt8]
    let cost: Int
    private let setting: [CChar]
    /// The known hashes, so that a frequent value is hashed only once.
    private var known: [String: String] = [:]

    /// Creates hashes with a new salt.
    convenience init(cost: Int = usualCost) throws(JournalProblem) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try self.init(salt: salt, cost: cost)
    }

    /// Creates hashes that can be compared with those of a journal.
    convenience init(recorded line: ValueMap, in path: String) throws(JournalProblem) {
        guard let digits = line["salt"]?.text, let salt = Self.bytes(digits), salt.count == Self.saltLength,
            case .integer(let cost)? = line["cost"], Self.costs.contains(Int(clamping: cost))
        else { throw JournalProblem("`\(path)` is damaged: its first line is not a journal's") }
        try self.init(salt: salt, cost: Int(cost))
    }

    private init(salt: [UInt8], cost: Int) throws(JournalProblem) {
        self.salt = salt
        self.cost = cost
        var setting = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
        let isMade = salt.withUnsafeBytes { salt in
            crypt_gensalt_rn(
                "$y$", UInt(cost), salt.bindMemory(to: CChar.self).baseAddress, Int32(salt.count), &setting,
                Int32(setting.count))
        }
        guard isMade != nil else {
            throw JournalProblem("no salt can be made for it: \(Errno.latest.sentence)")
        }
        self.setting = setting
    }

    /// Writes the salt and the cost to a journal line.
    func write(to line: inout Shown<ValueMap>) {
        line["salt"] = Shown.own(Self.digits(salt)).value
        line["cost"] = .number(Int64(cost))
    }

    /// Returns the hash of a named value.
    func text(_ name: String, _ bytes: [UInt8]) throws(JournalProblem) -> String {
        let digest = SHA256.digits(Array(name.utf8) + [0] + bytes)
        if let hash = known[digest] { return hash }
        guard let result = crypted(digest) else {
            throw JournalProblem("a hash for the journal cannot be made: \(Errno.latest.sentence)")
        }
        let hash = result.split(separator: "$").last.map(String.init) ?? ""
        known[digest] = hash
        return hash
    }

    private func crypted(_ phrase: String) -> String? {
        let size = MemoryLayout<crypt_data>.size
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: MemoryLayout<crypt_data>.alignment) { data in
            data.initializeMemory(as: UInt8.self, repeating: 0)
            return crypt_rn(phrase, setting, data.baseAddress, Int32(size)).map { String(cString: $0) }
        }
    }

    private static func digits(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}

@available(*, unavailable)
extension SaltedHash: Sendable {}
