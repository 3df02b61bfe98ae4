/// The first eight bytes of every object in the heap.
struct ObjectHeader {
    enum Color {
        static let free: UInt8 = 0
        static let white: UInt8 = 1
        static let black: UInt8 = 2
        /// A constant of compiled code. Its function owns it, and the collector never marks or frees it.
        static let immortal: UInt8 = 3
    }

    static let largeClass: UInt8 = 255

    var color: UInt8
    /// `CellKind.heapText`, `.list` or `.map`.
    var kind: UInt8
    /// Whether several places may hold this container, so that a change must copy it first.
    var shared: UInt8
    /// The index of its size class, or `largeClass`.
    var sizeClass: UInt8
    /// The number of bytes of a text, elements of a list, or entries of a map.
    var count: UInt32
}

/// A text of more than 15 bytes; its bytes follow the 16 bytes of the object.
struct TextObject {
    var header: ObjectHeader
    /// Zero until it is first needed.
    var hash: UInt64

    static let byteOffset = 16

    @inline(__always)
    var count: UInt32 { header.count }

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<TextObject> {
        object.assumingMemoryBound(to: TextObject.self)
    }

    @inline(__always)
    static func bytes(_ object: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: object + byteOffset, count: Int(at(object).pointee.count))
    }
}

struct ListObject {
    var header: ObjectHeader
    var elements: UnsafeMutablePointer<Cell>?
    var capacity: UInt32
    /// The nesting depth of the container, including itself.
    var depth: UInt32

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<ListObject> {
        object.assumingMemoryBound(to: ListObject.self)
    }
}

/// A map in insertion order: adjacent entries and, from nine entries on, an index with open addressing.
///
/// A slot of the index holds an entry's position plus one in its lower bits, and as many upper bits of its hash as fit.
/// Small slots keep a large index in the processor's caches.
struct MapObject {
    struct Entry {
        var key: Cell
        var value: Cell
    }

    var header: ObjectHeader
    var entries: UnsafeMutablePointer<Entry>?
    /// Twice `capacity` slots; zero is free.
    var index: UnsafeMutablePointer<UInt32>?
    var capacity: UInt32
    var depth: UInt32

    static let indexThreshold = 8

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<MapObject> {
        object.assumingMemoryBound(to: MapObject.self)
    }
}

extension Cell {
    @inline(__always)
    var list: UnsafeMutablePointer<ListObject> { ListObject.at(object) }

    @inline(__always)
    var map: UnsafeMutablePointer<MapObject> { MapObject.at(object) }

    /// The nesting depth of a container; 0 for any other value.
    @inline(__always)
    var depth: UInt32 {
        switch kind {
        case CellKind.list: return list.pointee.depth
        case CellKind.map: return map.pointee.depth
        default: return 0
        }
    }

    /// Marks a container as shared, because another place holds it too.
    @inline(__always)
    func markShared() {
        if isContainer { object.assumingMemoryBound(to: ObjectHeader.self).pointee.shared = 1 }
    }

    @inline(__always)
    var isShared: Bool { object.assumingMemoryBound(to: ObjectHeader.self).pointee.shared != 0 }

    var listElements: UnsafeBufferPointer<Cell> {
        UnsafeBufferPointer(start: list.pointee.elements, count: Int(list.pointee.header.count))
    }

    var mapEntries: UnsafeBufferPointer<MapObject.Entry> {
        UnsafeBufferPointer(start: map.pointee.entries, count: Int(map.pointee.header.count))
    }
}
