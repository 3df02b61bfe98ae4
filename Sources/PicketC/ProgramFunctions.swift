// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CPicket
import Picket

final class ProgramHandle: Handle {
    /// nil if the script has errors.
    let program: Program?
    let problems: ProblemsHandle

    init(_ library: Library, _ name: String, _ script: [UInt8], _ options: RunOptions) {
        guard let text = String(validating: script, as: UTF8.self) else {
            program = nil
            problems = ProblemsHandle(ShownProblems([.notUTF8(name, script)]))
            return
        }
        let compileOptions = CompileOptions(
            sourceBytes: options.limits.source, deadline: options.deadline, clock: options.clock)
        do throws(ScriptRefused) {
            let program = try library.compile(text, name: name, options: compileOptions)
            self.program = program
            problems = ProblemsHandle(ShownProblems(program.warnings))
        } catch {
            program = nil
            problems = ProblemsHandle(ShownProblems(error.diagnostics))
        }
    }
}

extension Diagnostic {
    /// The problem of a script that is not UTF-8, at the first byte that shows it.
    fileprivate static func notUTF8(_ name: String, _ script: [UInt8]) -> Diagnostic {
        var place = SourceSpan(0, 0)
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: script.span)
        } catch {
            place = SourceSpan(error.byteOffsets.lowerBound, error.byteOffsets.upperBound)
        }
        let source = SourceFile(name: name, bytes: script)
        return Diagnostic(
            code: .invalidUTF8, message: "the text is not valid UTF-8", at: SourceLocation(source: source, span: place))
    }
}

@c @implementation public func picket_compile(
    _ library: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ start: UnsafePointer<CChar>?, _ length: Int,
    _ options: OpaquePointer?
) -> OpaquePointer? {
    guard let library = LibraryHandle.at(library), name != nil,
        let script = try? bytes(start, length), let nameBytes = try? bytes(name)
    else { return nil }
    let options = OptionsHandle.at(options)?.options ?? RunOptions()
    // A name is only shown, so that it need not be valid.
    return ProgramHandle(library.library, String(decoding: nameBytes, as: UTF8.self), script, options).retained()
}

@c @implementation public func picket_program_free(_ program: OpaquePointer?) { ProgramHandle.release(program) }

@c @implementation public func picket_program_can_run(_ program: OpaquePointer?) -> Bool {
    ProgramHandle.at(program)?.program != nil
}

@c @implementation public func picket_program_problems(_ program: OpaquePointer?) -> OpaquePointer? {
    ProgramHandle.at(program)?.problems.address
}

@c @implementation public func picket_program_parameter_count(_ program: OpaquePointer?) -> Int {
    ProgramHandle.at(program)?.program?.parameters.count ?? 0
}

private func parameter(_ program: OpaquePointer?, _ index: Int) -> Program.Parameter? {
    guard let parameters = ProgramHandle.at(program)?.program?.parameters, parameters.indices.contains(index) else {
        return nil
    }
    return parameters[index]
}

@c @implementation public func picket_program_parameter(_ program: OpaquePointer?, _ index: Int)
    -> UnsafePointer<CChar>?
{
    ProgramHandle.at(program)?.texts.text(nil, index: index) { parameter(program, index)?.name }
}

@c @implementation public func picket_program_parameter_is_required(_ program: OpaquePointer?, _ index: Int) -> Bool {
    parameter(program, index)?.isRequired ?? false
}
