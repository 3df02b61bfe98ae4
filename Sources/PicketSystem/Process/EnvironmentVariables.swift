internal import CProcess
import Glibc

/// The environment variables of this program.
package enum EnvironmentVariables {
    /// Returns the names that begin with a prefix, in the order of the environment.
    package static func names(beginningWith prefix: StaticString) -> [String] {
        var names: [String] = []
        var index = 0
        while let entry = process_variable(index) {
            index += 1
            let isMeant =
                strncmp(
                    entry, UnsafeRawPointer(prefix.utf8Start).assumingMemoryBound(to: CChar.self),
                    prefix.utf8CodeUnitCount) == 0
            guard isMeant, let equals = strchr(entry, Int32(UInt8(ascii: "="))) else { continue }
            let bytes = UnsafeRawBufferPointer(start: entry, count: entry.distance(to: equals))
            names.append(String(decoding: bytes, as: UTF8.self))
        }
        return names
    }

    /// Returns the bytes of a variable's value; nil if it is not set.
    package static func bytes(of name: String) -> [UInt8]? {
        getenv(name).map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
}
