import PicketRuntime

@testable import PicketData

/// The value of a text, or the fault that reading it ends with.
func reading(_ kind: FileKind, _ text: String) throws -> Value {
    try DataReader.value(of: Array(text.utf8), kind)
}

func fault(_ kind: FileKind, _ text: String) -> DataFault? {
    fault(kind, bytes: Array(text.utf8))
}

func fault(_ kind: FileKind, bytes: [UInt8]) -> DataFault? {
    do throws(DataFault) {
        _ = try DataReader.value(of: bytes, kind)
        return nil
    } catch {
        return error
    }
}
