import Testing

@testable import PicketRuntime

/// Elements keep their positions whatever is given up before them.
@Suite struct WindowTests {
    @Test func positionsOutliveWhatIsGivenUp() {
        var window = Window<String>()
        #expect(window.isEmpty && window[0] == nil && window.popFirst() == nil)
        for number in 0..<300 { window.append("\(number)") }
        for number in 0..<299 { #expect(window.popFirst() == "\(number)") }
        #expect(window.start == 299 && window.end == 300)
        #expect(window[298] == nil && window[299] == "299" && window[300] == nil)
        window.append("last")
        window[300] = "changed"
        #expect(window.all == ["299", "changed"])
    }

    @Test func positionsThatAreNotThereTakeNothing() {
        var window = Window<Int>()
        window.append(1)
        window[1] = 2
        window[-1] = 2
        #expect(window.all == [1] && window.end == 1)
    }

    @Test func whatIsTakenOutLeavesAPlace() {
        var window = Window<Int>()
        for number in 1...3 { window.append(number) }
        window[1] = nil
        #expect(window.all == [1, 3])
        #expect(window.popFirst() == 1 && window.popFirst() == nil && window.popFirst() == 3)
        #expect(window.isEmpty && window.start == 3)
    }

    @Test func nothingThatIsGivenUpIsKeptAlive() {
        final class Thing {}
        var window = Window<Thing>()
        weak var kept: Thing?
        do {
            let thing = Thing()
            kept = thing
            window.append(thing)
        }
        window.append(Thing())
        _ = window.popFirst()
        #expect(kept == nil)
    }
}
