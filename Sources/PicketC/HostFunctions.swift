// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

/// What a library calls in its host: functions in expressions, and the reader of data files.

@c @implementation public func picket_library_add_function(
    _ library: OpaquePointer?, _ function: UnsafePointer<picket_function>?
) -> picket_status {
    .change(LibraryHandle.at(library)) { handle throws(CallProblem) in
        guard let declared = function?.pointee, let body = declared.body else { throw CallProblem(PICKET_NULL) }
        let host = HostBody(function: body, context: declared.context)
        var parameters: [HostFunction.Parameter] = []
        for parameter in try elements(declared.parameters, declared.parameter_count) {
            let isRequired = parameter.flags & UInt32(PICKET_REQUIRED) != 0
            parameters.append(HostFunction.Parameter(try text(parameter.name), isRequired: isRequired))
        }
        let name = try text(declared.name)
        let summary = try optionalText(declared.summary) ?? ""
        do throws(RegistrationError) {
            try handle.library.add(
                HostFunction(name, parameters: parameters, summary: summary) { arguments in
                    try CallHandle.value(.function(arguments: arguments)) { host.function(host.context, $0) }
                })
        } catch {
            throw .notAllowed(error.message)
        }
    }
}

@c @implementation public func picket_library_set_files(
    _ library: OpaquePointer?, _ reader: picket_file_reader?, _ context: UnsafeMutableRawPointer?
) -> picket_status {
    .change(LibraryHandle.at(library)) { handle in
        guard let reader else {
            handle.library.files = nil
            return
        }
        let host = HostBody(function: reader, context: context)
        handle.library.files = { request in
            try CallHandle.value(.file) { call in
                var path = request.path
                path.append("\0")
                path.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { path in
                        var file = picket_file(
                            path: path.baseAddress, path_length: path.count - 1, kind: request.kind.forC,
                            separator: CChar(bitPattern: request.separator.asciiValue ?? 0), has_types: request.hasTypes
                        )
                        host.function(host.context, &file, call)
                    }
                }
            }
        }
    }
}

extension FileKind {
    fileprivate var forC: picket_file_kind {
        switch self {
        case .csv: PICKET_CSV_FILE
        case .json: PICKET_JSON_FILE
        case .yaml: PICKET_YAML_FILE
        case .lines: PICKET_LINES_FILE
        }
    }
}
