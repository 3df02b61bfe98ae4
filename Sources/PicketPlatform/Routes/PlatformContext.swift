import Hummingbird
import NIOCore

/// What Hummingbird hands to the responder with a request: here the socket, which a planned fault may break.
struct PlatformContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.channel = source.channel
    }
}
