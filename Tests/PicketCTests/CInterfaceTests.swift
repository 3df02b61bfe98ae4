import CInterface
import CPicket
import PicketC
import Testing

/// The C interface, used by C; `scripts/check-bindings` runs the same under a memory checker, as the libraries of a release.
@Suite struct CInterfaceTests {
    @Test func cUsesItAsTheHeaderSays() { #expect(check_use() == 0, "see the conditions above") }

    @Test func badUseIsAnswered() { #expect(check_misuse() == 0, "see the conditions above") }

    @Test func aProgramRunsOnSeveralThreads() { #expect(check_threads() == 0, "see the conditions above") }

    @Test func itCallsFunctionsOfItsHostAndKeepsEvents() { #expect(check_hooks() == 0, "see the conditions above") }

    /// Swift takes the version of the header, and the library its own.
    @Test func theVersionIsThatOfTheHeader() { #expect(picket_version() == PICKET_VERSION) }
}
