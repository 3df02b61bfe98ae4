import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

@Suite struct ProgressTests {
    let line = ProgressLine(done: 120, total: 200, failed: 3, elapsed: 3_000_000_000, activity: "smoke/pool.picket")

    @Test func aWideTerminalShowsAll() {
        #expect(
            line.text(width: 80)
                == "━━━━━━━━━━━━━──────────  120/200  3 failed  2 s left  40/s  smoke/pool.picket")
    }

    @Test(arguments: 0...100) func theLineNeverGrowsTooLong(_ width: Int) {
        var wide = line
        let activity = "日本語\u{1B}[31m " + String(repeating: "🐘", count: 50)
        wide.activity = Redactor(SecretStore()).show(activity)
        for line in [line, wide, ProgressLine(), ProgressLine(done: 5, elapsed: 2_000_000_000)] {
            let text = line.text(width: width)
            let columns = text.unicodeScalars.reduce(0) { $0 + $1.displayWidth }
            #expect(columns <= width, "\(text)")
            #expect(!text.contains("\u{1B}"))
        }
    }

    @Test func partsGoByWhatTheyTell() {
        #expect(line.text(width: 8) == "120/200")
        #expect(line.text(width: 20) == "120/200  3 failed")
        #expect(ProgressLine(done: 7).text(width: 40) == "7 done")
    }

    @Test func theFirstSecondHasNoRate() {
        let text = ProgressLine(done: 9, total: 10, elapsed: 900_000_000).text(width: 80)
        #expect(!text.contains("/s"))
        #expect(!text.contains("left"))
    }
}
