import Synchronization

/// The text of the `Date` header (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7), made once a second.
final class HTTPDate: Sendable {
    private struct Made {
        let second: Int
        let text: String
    }

    private let now: @Sendable () -> Int
    private let made: Mutex<Made?> = Mutex(nil)

    /// - Parameter now: Returns the seconds since 1970.
    init(now: @escaping @Sendable () -> Int) { self.now = now }

    var text: String {
        let second = now()
        return made.withLock { made in
            if let made, made.second == second { return made.text }
            let text = UTCTime(secondsSince1970: second).headerText
            made = Made(second: second, text: text)
            return text
        }
    }
}
