import PicketRuntime

/// What a run knows of a write that it sent: it stands in the journal, and a resumed run goes by it.
enum WriteEffect: String {
    case done
    /// The platform did nothing.
    case nothing
    case unknown

    /// What the answer to a write says of it, where nothing was lost.
    ///
    /// - Parameter isSuccess: whether it is the documented answer.
    /// - Parameter needsPlatformForm: whether a refusal counts only as the platform itself writes one, as an object with `error`:
    ///   a gateway's 404 says nothing of a connection.
    init(of response: Response, isSuccess: Bool, needsPlatformForm: Bool) {
        if isSuccess {
            self = .done
            return
        }
        // Where an answer was lost the run has decided that: here nothing reached the platform.
        guard let status = response.status else {
            self = .nothing
            return
        }
        switch status {
        case 401, 429: self = .nothing
        case 408, 499: self = .unknown
        case 400..<500: self = !needsPlatformForm || response.received?.hasError == true ? .nothing : .unknown
        default: self = .unknown
        }
    }
}

extension Notice.Outcome {
    /// What the decision about a lost answer says of the write; nil where the answer that came at last says it.
    var effect: WriteEffect? {
        switch self {
        case .hadTakenEffect: .done
        case .wasSentAgain: nil
        case .tookNoEffect: .nothing
        case .isUnknown: .unknown
        }
    }
}
