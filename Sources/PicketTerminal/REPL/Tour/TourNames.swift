import PicketSyntax

/// The connections that `:tour` is about. The platform should not have them when the tour begins.
package struct TourNames {
    /// The connection that a person adds.
    package internal(set) var added = ""
    /// The one that is not there.
    package internal(set) var missing = ""
    /// Another one.
    package private(set) var other = ""
    private var known: [String]

    /// - Parameter known: The connections that are known to be there.
    package init(besides known: [String] = []) {
        self.known = known
        (added, missing, other) = (free("sales"), free("crm"), free("erp"))
    }

    package var all: [String] { [added, missing, other] }

    /// Learns that a connection is there, and takes another name if that was to be a new one.
    mutating func avoid(_ name: String) {
        known.append(name)
        if added.hasBytes(of: name) { added = free("sales") }
        if missing.hasBytes(of: name) { missing = free("crm") }
    }

    /// Returns `name`, `name-2`, and so on: the first that is not known.
    private func free(_ name: String) -> String {
        var (result, count) = (name, 1)
        while known.contains(where: { $0.hasBytes(of: result) }) {
            count += 1
            result = "\(name)-\(count)"
        }
        return result
    }
}
