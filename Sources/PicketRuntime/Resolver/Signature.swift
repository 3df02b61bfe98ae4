package import PicketSyntax

/// The properties of a def that a call needs.
package struct Signature: Sendable {
    package struct Parameter: Sendable {
        package var name: String
        package var isRequired: Bool
    }

    package let name: String
    package let parameters: [Parameter]
    package let location: SourceLocation
    /// Its index among the functions of the session.
    var function = 0

    init(name: String, parameters: [Parameter], location: SourceLocation) {
        (self.name, self.parameters, self.location) = (name, parameters, location)
    }

    /// `provision(name, host, [port])`
    package var usage: String {
        "\(name)(\(parameters.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")))"
    }
}
