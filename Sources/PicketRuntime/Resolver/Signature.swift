package import PicketSyntax

/// What a call needs to know of a def.
package struct Signature: Sendable {
    struct Parameter: Sendable {
        var name: String
        var isRequired: Bool
    }

    package let name: String
    let parameters: [Parameter]
    package let location: SourceLocation
    /// Its place among the functions of the session.
    var function = 0

    init(name: String, parameters: [Parameter], location: SourceLocation) {
        (self.name, self.parameters, self.location) = (name, parameters, location)
    }

    /// `provision(name, host, [port])`
    var usage: String {
        "\(name)(\(parameters.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")))"
    }
}
