import PicketRuntime

extension Journal {
    /// What an earlier run left of a step.
    enum Finding {
        /// Nothing, or an end that may be tried again.
        case new
        /// It was sent and perhaps never answered.
        case inDoubt(Sending)
        case answered(Response)
    }

    /// A write of an earlier run, as its journal has it.
    struct Sending {
        /// Milliseconds since it was sent; zero if the journal does not tell when.
        var age: Int64 = 0
        /// What all its requests did to the connection, as far as they went out.
        var request: SentWrite?
    }
}
