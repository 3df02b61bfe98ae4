public import Foundation

/// A text of a program with what changes from run to run made plain: places, ports, dates, durations, marks by chance.
///
/// - Parameter folder: where the program ran.
public func normalizedText(_ text: String, in folder: URL? = nil) -> String {
    var text = text
    if let folder {
        let path = folder.path(percentEncoded: false)
        text = text.replacing(path.hasSuffix("/") ? String(path.dropLast()) : path, with: "FOLDER")
    }
    return
        text
        .replacing(#/(127\.0\.0\.1|localhost|\[::1\]):\d+/#) { "\($0.1):PORT" }
        .replacing(#/…\S*T\d\d:\d\d:\d\d\.\d+Z/#, with: "…DATE")
        .replacing(#/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?/#, with: "DATE")
        .replacing(#/\b\d{4}-\d\d-\d\d\b/#, with: "DATE")
        .replacing(#/\bin \d+ ?m?s\b/#, with: "in TIME")
        .replacing(#/\(\d+us\)/#, with: "(TIME)")
        .replacing(#/\b\d+s old\b/#, with: "TIME old")
        .replacing(#/\b\d+(?:\.\d+)? ms\b/#, with: "TIME")
        .replacing(#/\b[0-9a-f]{64}\b/#, with: "HASH")
        .replacing(#/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#, with: "UUID")
}
