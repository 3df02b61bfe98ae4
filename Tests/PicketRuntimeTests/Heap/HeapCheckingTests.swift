import Testing

@testable import PicketRuntime

/// The check of the heap finds an object that breaks a rule, and accepts every other.
@Suite struct HeapCheckingTests {
    private let heap = Heap(limit: 1 << 20)

    private func text(_ text: String) -> Cell {
        Array(text.utf8).withUnsafeBytes { heap.state.pointee.text($0) }
    }

    private func list(_ elements: Cell...) -> Cell {
        let list = heap.state.pointee.list(capacity: elements.count)
        for element in elements { heap.state.pointee.append(element, to: list) }
        return list
    }

    private func map(_ count: Int) -> Cell {
        let map = heap.state.pointee.map(capacity: 0)
        for number in 0..<count {
            heap.state.pointee.set(text("a key of some length, \(number)"), to: Cell(Int64(number)), in: map)
        }
        return map
    }

    private var problem: String? { heap.state.pointee.problem }

    @Test func aSoundHeapHasNoProblem() {
        _ = list(Cell(Int64(1)), text("short"), text("a text that does not fit in a cell"), list(map(3), map(40)))
        #expect(problem == nil)
    }

    @Test func aReferenceToAFreedObjectIsFound() {
        let element = text("a text that does not fit in a cell")
        _ = list(element)
        element.object.storeBytes(of: ObjectHeader.Color.free, as: UInt8.self)
        #expect(problem == "a container refers to a freed object")
        element.object.storeBytes(of: ObjectHeader.Color.white, as: UInt8.self)
    }

    @Test func aCountBeyondTheRoomIsFound() {
        let list = list(Cell(Int64(1)))
        list.list.pointee.header.count = 2
        #expect(problem == "a list has more elements than room")
        list.list.pointee.header.count = 1
    }

    @Test func aMissingElementIsFound() {
        let list = list(Cell(Int64(1)))
        list.list.pointee.elements?[0] = .missing
        #expect(problem == "a container holds a missing value")
    }

    @Test func aDepthThatIsTooSmallIsFound() {
        let outer = list(list())
        outer.list.pointee.depth = 1
        #expect(problem == "a container is less deep than its parts")
    }

    @Test func aKeyThatTheIndexDoesNotHaveIsFound() {
        let map = map(20)
        map.map.pointee.index?.update(repeating: 0, count: Int(map.map.pointee.capacity) * 2)
        #expect(problem == "a map does not find its key")
    }

    @Test func anObjectOfAnotherKindIsFound() {
        let inner = list()
        _ = list(inner)
        inner.list.pointee.header.kind = CellKind.heapText
        #expect(problem == "a container refers to an object of another kind")
        inner.list.pointee.header.kind = CellKind.list
    }
}
