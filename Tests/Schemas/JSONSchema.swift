import Foundation

/// As much of JSON Schema (2020-12) as the schemas in `docs/` use; a word that it does not know is a fault.
public struct JSONSchema {
    private let root: [String: Any]

    /// - Parameter path: below the project's root.
    public init(_ path: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    /// What is wrong with a document; empty if it is valid.
    public func faults(in text: some Sequence<UInt8>) throws -> [String] {
        let document = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
        return faults(document, root, "$")
    }

    private static let known: Set<String> = [
        "$schema", "title", "description", "$defs", "$ref", "type", "required", "properties", "additionalProperties",
        "items", "enum", "const", "oneOf", "pattern",
    ]

    private func faults(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        var faults = schema.keys.filter { !Self.known.contains($0) }.map { "\(place): the schema says `\($0)`" }
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
            let definition = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
        {
            return faults + self.faults(value, definition, place)
        }
        if let choices = schema["oneOf"] as? [[String: Any]] { faults += self.faults(value, among: choices, place) }
        if let type = schema["type"] as? String, !Self.isOne(value, type) {
            return faults + ["\(place): is no \(type)"]
        }
        if let constant = schema["const"], !Self.isSame(value, constant) {
            faults.append("\(place): is not \(constant)")
        }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            faults.append("\(place): \(value) is none of \(choices)")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(place): \(text) does not match \(pattern)")
        }
        if let members = value as? [String: Any] { faults += self.faults(ofMembers: members, schema, place) }
        if let elements = value as? [Any], let inner = schema["items"] as? [String: Any] {
            for (index, element) in elements.enumerated() {
                faults += self.faults(element, inner, "\(place)[\(index)]")
            }
        }
        return faults
    }

    /// Of forms that a constant tells from another, only that of the same constant is looked at.
    private func faults(_ value: Any, among choices: [[String: Any]], _ place: String) -> [String] {
        let likely = choices.filter { !Self.contradicts(value, $0) }
        let all = (likely.isEmpty ? choices : likely).map { self.faults(value, $0, place) }
        let count = all.count { $0.isEmpty }
        guard count != 1 else { return [] }
        let nearest = all.min { $0.count < $1.count } ?? []
        return ["\(place): fits \(count) of \(choices.count) forms: \(nearest)"]
    }

    private static func contradicts(_ value: Any, _ schema: [String: Any]) -> Bool {
        guard let members = value as? [String: Any], let properties = schema["properties"] as? [String: [String: Any]]
        else { return false }
        return properties.contains { name, inner in
            guard let constant = inner["const"], let member = members[name] else { return false }
            return !isSame(member, constant)
        }
    }

    private func faults(ofMembers members: [String: Any], _ schema: [String: Any], _ place: String) -> [String] {
        let properties = schema["properties"] as? [String: Any]
        let others = schema["additionalProperties"] as? [String: Any]
        guard properties != nil || others != nil else { return [] }
        var faults: [String] = []
        for name in schema["required"] as? [String] ?? [] where members[name] == nil {
            faults.append("\(place): lacks \(name)")
        }
        for (name, member) in members {
            if let inner = properties?[name] as? [String: Any] ?? others {
                faults += self.faults(member, inner, "\(place).\(name)")
            } else {
                faults.append("\(place): has \(name)")
            }
        }
        return faults
    }

    private static func isOne(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": isTruth(value)
        case "integer":
            !isTruth(value) && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }

    private static func isSame(_ value: Any, _ constant: Any) -> Bool {
        if let text = constant as? String { return value as? String == text }
        guard let number = constant as? NSNumber else { return false }
        return isTruth(value) == isTruth(constant) && value as? NSNumber == number
    }

    /// Foundation reads truth values as numbers of one byte.
    private static func isTruth(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    }
}
