extension HeapState {
    /// Copies a host's value into the heap. A part that is nested too deeply becomes null.
    ///
    /// - Parameter isSecret: whether every part of it is secret.
    mutating func cell(_ value: Value, depth: UInt32 = 0, isSecret: Bool = false) -> Cell {
        switch value {
        case .null: return .null
        case .boolean(let value): return Cell(value)
        case .integer(let value): return Cell(value).tainted(isSecret)
        case .float(let value): return Cell(value).tainted(isSecret)
        case .decimal(let text):
            // A script may write a decimal anywhere as it is.
            return (WrittenNumber.isNumber(text) ? decimal(text) : self.text(text)).tainted(isSecret)
        case .duration(let nanoseconds): return Cell(nanoseconds: nanoseconds).tainted(isSecret)
        case .string(let text): return self.text(text).tainted(isSecret)
        case .bytes(let bytes): return self.bytes(bytes).tainted(isSecret)
        case .unreadable(let value): return unreadable(value).tainted(isSecret)
        case .secret(let value): return cell(value, depth: depth, isSecret: true)
        case .list(let values):
            guard depth < HeapState.depthLimit - 1 else { return .null }
            let result = list(capacity: values.count)
            for value in values { append(cell(value, depth: depth + 1, isSecret: isSecret), to: result) }
            return result
        case .map(let values):
            guard depth < HeapState.depthLimit - 1 else { return .null }
            let result = map(capacity: values.count)
            for (position, (key, value)) in zip(values.keys, values.values).enumerated() {
                let key = text(key).tainted(isSecret || values.isSecret(keyAt: position))
                add(key, cell(value, depth: depth + 1, isSecret: isSecret), to: result)
            }
            return result
        }
    }
}

extension Cell {
    /// The value for a host.
    var value: Value {
        assert(isValue, "a host gets values")
        if isSecret { return .secret(revealed.value) }
        switch kind {
        case CellKind.integer: return .integer(integer)
        case CellKind.float: return .float(float)
        case CellKind.boolean: return .boolean(boolean)
        case CellKind.decimal: return .decimal(withText { String(decoding: $0, as: UTF8.self) })
        case CellKind.duration: return .duration(integer)
        case CellKind.bytes: return .bytes(bytes)
        case CellKind.unreadable: return .unreadable(unreadable)
        case CellKind.list: return .list(listElements.map(\.value))
        case CellKind.map:
            var map = ValueMap()
            for entry in mapEntries {
                map[entry.key.string] = entry.value.value
                if entry.key.isSecret { map.hide(key: entry.key.string) }
            }
            return .map(map)
        case CellKind.null, CellKind.missing: return .null
        default: return .string(string)
        }
    }

    /// `an integer`
    var typeNameWithArticle: String {
        let name = typeName
        switch name {
        case "integer": return "an integer"
        case "unreadable": return "an unreadable value"
        case "null", "missing", "bytes": return name
        default: return "a \(name)"
        }
    }

    /// The name of its type, for `type(x)` and messages.
    var typeName: String {
        switch kind {
        case CellKind.integer: return "integer"
        case CellKind.float: return "float"
        case CellKind.boolean: return "boolean"
        case CellKind.null: return "null"
        case CellKind.missing: return "missing"
        case CellKind.decimal: return "decimal"
        case CellKind.duration: return "duration"
        case CellKind.bytes: return "bytes"
        case CellKind.unreadable: return "unreadable"
        case CellKind.list: return "list"
        case CellKind.map: return "map"
        default: return "string"
        }
    }
}
