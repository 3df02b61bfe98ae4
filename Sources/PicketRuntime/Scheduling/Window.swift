/// Elements at consecutive positions, of which the lowest are given up as time goes on.
///
/// Adding at the end and giving up at the beginning cost the same however many there are.
struct Window<Element> {
    private var elements: [Element?] = []
    /// Of the elements in `elements`, those before it are gone.
    private var first = 0
    /// The position of the first element that is not gone.
    private(set) var start = 0

    /// The position behind the last element.
    var end: Int { start + elements.count - first }

    var isEmpty: Bool { first == elements.count }

    /// The element at a position; nil for one that is gone, taken out or not there yet.
    subscript(position: Int) -> Element? {
        get { position >= start && position < end ? elements[first + position - start] : nil }
        set {
            guard position >= start, position < end else { return }
            elements[first + position - start] = newValue
        }
    }

    /// Those that are there, in order.
    var all: [Element] { elements[first...].compactMap { $0 } }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Gives up the first position, and hands out what stands there.
    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[first]
        elements[first] = nil
        first += 1
        start += 1
        if first == elements.count {
            elements.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= 64, first * 2 >= elements.count {
            elements.removeFirst(first)
            first = 0
        }
        return element
    }
}
