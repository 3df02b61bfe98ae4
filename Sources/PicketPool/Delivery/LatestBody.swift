import PicketRuntime
import PicketSyntax

/// The latest short body of a platform's answers, which is not parsed again if the next one is equal to it.
///
/// Most answers to writes differ in nothing. A body with secrets is parsed each time, because a script may have revealed
/// them.
struct LatestBody {
    private var type = ""
    private var encoding = ""
    private var bytes: [UInt8] = []
    private var received: ReceivedBody?

    private static let longest = 256

    /// Parses a body of the API, or returns the parsed body of the latest answer.
    mutating func received(
        _ bytes: [UInt8], type: String, encoding: String, _ secrets: SecretStore
    ) -> ReceivedBody {
        if let received, self.bytes.hasBytes(of: bytes), self.type.hasBytes(of: type),
            self.encoding.hasBytes(of: encoding)
        {
            return received
        }
        let body = ReceivedBody(bytes, type: type, encoding: encoding, orElse: .description, secrets: secrets)
        if bytes.count <= Self.longest, !body.hasSecrets {
            (self.type, self.encoding, self.bytes, received) = (type, encoding, bytes, body)
        }
        return body
    }
}
