import Foundation

/// As much of JSON Schema (2020-12) as the schemas in `docs/` use; a word that it does not know is a fault.
struct JSONSchema {
    private let root: [String: Any]

    init(_ path: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
        root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    }

    /// What is wrong with a document; empty if it is valid.
    func faults(in text: some Sequence<UInt8>) throws -> [String] {
        let document = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
        return faults(document, root, "$")
    }

    private static let known: Set<String> = [
        "$schema", "title", "description", "$defs", "$ref", "type", "required", "properties", "additionalProperties",
        "items", "enum", "const", "oneOf",
    ]

    private func faults(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        var faults = schema.keys.filter { !Self.known.contains($0) }.map { "\(place): the schema says `\($0)`" }
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
            let definition = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
        {
            return faults + self.faults(value, definition, place)
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let all = choices.map { self.faults(value, $0, place) }
            let count = all.count { $0.isEmpty }
            if count != 1 {
                let nearest = all.min { $0.count < $1.count } ?? []
                faults.append("\(place): fits \(count) of \(choices.count) forms: \(nearest)")
            }
        }
        if let type = schema["type"] as? String, !Self.isOne(value, type) {
            return faults + ["\(place): is no \(type)"]
        }
        if let constant = schema["const"] as? String, value as? String != constant {
            faults.append("\(place): is not \(constant)")
        }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            faults.append("\(place): \(value) is none of \(choices)")
        }
        if let members = value as? [String: Any], let properties = schema["properties"] as? [String: Any] {
            for name in schema["required"] as? [String] ?? [] where members[name] == nil {
                faults.append("\(place): lacks \(name)")
            }
            for (name, member) in members {
                if let inner = properties[name] as? [String: Any] {
                    faults += self.faults(member, inner, "\(place).\(name)")
                } else {
                    faults.append("\(place): has \(name)")
                }
            }
        }
        if let elements = value as? [Any], let inner = schema["items"] as? [String: Any] {
            for (index, element) in elements.enumerated() {
                faults += self.faults(element, inner, "\(place)[\(index)]")
            }
        }
        return faults
    }

    private static func isOne(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isTruth(value)
        case "integer":
            !isTruth(value) && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }

    /// Foundation reads truth values as numbers of one byte.
    private static func isTruth(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    }
}
