/// The reserved names at the start of a statement.
package enum StatementKeyword: String, CaseIterable, Sendable {
    case append, `break`, check, `continue`, def, `defer`, exit, expect, fail, `for`, `if`, include, `let`, param, print
    case retry, `return`, secret, set, skip, sleep, step, test, `try`, `while`, within
    /// These three belong on the line of the `}` before them.
    case `else`, `catch`, finally

    /// Whether a block may follow in the same statement.
    package var takesBlock: Bool {
        switch self {
        case .if, .else, .while, .for, .def, .try, .catch, .finally, .defer, .within, .retry, .step, .test: return true
        default: return false
        }
    }

    /// Looks keywords up by the bytes of a name, without a `String`: a table of 128 entries for names of up to eight
    /// bytes.
    struct Table {
        private let places: UnsafePointer<Place>

        private struct Place {
            var key: UInt64
            var keyword: StatementKeyword?
        }

        /// Allocated once and never freed.
        nonisolated(unsafe) static let shared = Table()

        private init() {
            let places = UnsafeMutablePointer<Place>.allocate(capacity: 128)
            places.initialize(repeating: Place(key: 0, keyword: nil), count: 128)
            for keyword in StatementKeyword.allCases {
                let key = keyword.rawValue.utf8.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                var index = Table.place(of: key)
                while places[index].key != 0 { index = (index + 1) & 127 }
                places[index] = Place(key: key, keyword: keyword)
            }
            self.places = UnsafePointer(places)
        }

        private static func place(of key: UInt64) -> Int {
            Int((key &* 0x9E37_79B9_7F4A_7C15) >> 57)
        }

        /// The keyword that the bytes spell, or nil.
        @inline(__always)
        func keyword(at start: UnsafePointer<UInt8>, count: Int) -> StatementKeyword? {
            guard count <= 8 else { return nil }
            var key: UInt64 = 0
            for offset in 0..<count { key = key << 8 | UInt64(start[offset]) }
            var index = Table.place(of: key)
            while places[index].key != 0 {
                if places[index].key == key { return places[index].keyword }
                index = (index + 1) & 127
            }
            return nil
        }
    }
}
