import Glibc
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOSSL

/// Applies a planned fault to one request.
struct FaultyAnswer: Sendable {
    let effect: Fault.Effect
    let channel: any Channel

    func response(_ perform: () async -> Answer) async -> Response {
        switch effect {
        case .status(let status, let retryAfter): return refused(with: status, retryAfter: retryAfter)
        case .delay(let milliseconds):
            try? await Task.sleep(for: .milliseconds(milliseconds))
            return await perform().response()
        case .resetBefore: return await reset()
        case .resetAfter:
            _ = await perform()
            return await reset()
        case .truncate: return truncated(await perform())
        }
    }

    private func refused(with status: Int, retryAfter: Int?) -> Response {
        var answer = Answer.refusal(
            Refusal(status: HTTPResponse.Status(code: status), sentence: "A planned fault answers this request."))
        if let retryAfter { answer.headers[.retryAfter] = String(retryAfter) }
        return answer.response()
    }

    /// Resets the connection. The response is written to the closed connection, so it is never seen.
    private func reset() async -> Response {
        if let options = channel as? any SocketOptionProvider {
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        channel.eventLoop.execute { closeWithoutFarewell() }
        try? await channel.closeFuture.get()
        return Response(status: .internalServerError)
    }

    /// Closes below TLS, because a reset sends no close_notify.
    private func closeWithoutFarewell() {
        if let context = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) {
            context.close(promise: nil)
        } else {
            channel.close(promise: nil)
        }
    }

    /// Returns half of the answer. TLS is closed properly, so that only the announced length shows the loss.
    private func truncated(_ answer: Answer) -> Response {
        let bytes = answer.body.bytes
        let half = ByteBuffer(bytes: bytes.prefix(bytes.count / 2))
        var response = answer.response()
        response.body = ResponseBody(contentLength: bytes.count) { [channel] writer in
            try await writer.write(half)
            try await channel.close(mode: .output).get()
            throw ChannelError.ioOnClosedChannel
        }
        return response
    }
}
