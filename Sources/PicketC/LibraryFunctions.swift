// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

final class LibraryHandle: Handle {
    var library = Library()
}

@c @implementation public func picket_library_new() -> OpaquePointer? { LibraryHandle().retained() }

@c @implementation public func picket_library_free(_ library: OpaquePointer?) { LibraryHandle.release(library) }

@c @implementation public func picket_library_add(
    _ library: OpaquePointer?, _ command: UnsafePointer<picket_command>?
) -> picket_status {
    .change(LibraryHandle.at(library)) { handle throws(CallProblem) in
        guard let command else { throw CallProblem(PICKET_NULL) }
        let declared = try Command(command.pointee)
        do throws(RegistrationError) {
            try handle.library.add(declared)
        } catch {
            throw .notAllowed(error.message)
        }
    }
}

@c @implementation public func picket_library_add_prelude(
    _ library: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    .change(LibraryHandle.at(library)) { handle throws(CallProblem) in
        handle.library.preludes.append(ScriptText(try text(name), try text(start, length)))
    }
}

@c @implementation public func picket_library_add_module(
    _ library: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?, _ length: Int
) -> picket_status {
    .change(LibraryHandle.at(library)) { handle throws(CallProblem) in
        handle.library.modules.append(ScriptText(try text(path), try text(start, length)))
    }
}

@c @implementation public func picket_library_error(_ library: OpaquePointer?) -> UnsafePointer<CChar>? {
    LibraryHandle.at(library)?.problemText()
}

// MARK: Declarations

extension Command {
    init(_ declared: picket_command) throws(CallProblem) {
        self.init(try text(declared.name), summary: try optionalText(declared.summary) ?? "")
        for parameter in try elements(declared.parameters, declared.parameter_count) {
            parameters.append(try Parameter(parameter))
        }
        // Positional ones come first.
        parameters = parameters.filter(\.isPositional) + parameters.filter { !$0.isPositional }
        for field in try elements(declared.secret_fields, declared.secret_field_count) {
            secretFields.append(try text(field))
        }
    }
}

extension Parameter {
    init(_ declared: picket_parameter) throws(CallProblem) {
        let name = try text(declared.name)
        let known = UInt32(PICKET_REQUIRED | PICKET_POSITIONAL | PICKET_SECRET)
        guard declared.flags & ~known == 0 else { throw .notAllowed("`\(name)` has a flag that does not exist") }
        self.init(
            name, try Kind(declared, name),
            isRequired: declared.flags & UInt32(PICKET_REQUIRED) != 0,
            isPositional: declared.flags & UInt32(PICKET_POSITIONAL) != 0,
            isSecret: declared.flags & UInt32(PICKET_SECRET) != 0,
            summary: try optionalText(declared.summary) ?? "")
    }
}

extension Parameter.Kind {
    init(_ declared: picket_parameter, _ name: String) throws(CallProblem) {
        switch declared.kind {
        case PICKET_TEXT: self = .text
        case PICKET_INTEGER: self = .integer(try Self.bounds(declared, name))
        case PICKET_BOOLEAN: self = .boolean
        case PICKET_DURATION: self = .duration
        case PICKET_TAGS: self = .tags
        case PICKET_ANY: self = .value
        default: throw .notAllowed("`\(name)` has a kind that does not exist")
        }
    }

    private static func bounds(_ declared: picket_parameter, _ name: String) throws(CallProblem) -> ClosedRange<Int64> {
        if declared.minimum == 0, declared.maximum == 0 { return .min ... .max }
        guard declared.minimum <= declared.maximum else { throw .notAllowed("the bounds of `\(name)` hold no number") }
        return declared.minimum...declared.maximum
    }
}

func elements<Element>(_ start: UnsafePointer<Element>?, _ count: Int) throws(CallProblem) -> [Element] {
    guard count != 0 else { return [] }
    guard let start, count > 0 else { throw CallProblem(PICKET_NULL) }
    return Array(UnsafeBufferPointer(start: start, count: count))
}
