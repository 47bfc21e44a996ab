import Foundation
import LiveKit

/// Asks for a call: POST {server}/token, with the credential in the Authorization header.
struct ParleyTokens: EndpointTokenSource {
    let url: URL
    let headers: [String: String]

    init(server: URL, credential: String) {
        url = server.appending(path: "token")
        headers = ["Authorization": "Bearer \(credential)"]
    }
}

/// One call after another. LiveKit asks for the microphone and plays the agent by itself.
@MainActor
final class ParleyCall: ObservableObject {
    struct Line: Identifiable {
        let id: String
        let speaker: String
        var text: String
    }

    @Published private(set) var isInCall = false
    @Published private(set) var state = ""
    @Published private(set) var lines: [Line] = []
    private var room: Room?

    func start(server: URL, credential: String) async {
        let room = Room(delegate: self)
        self.room = room
        isInCall = true
        lines = []
        do {
            let ticket = try await ParleyTokens(server: server, credential: credential).fetch(
                TokenRequestOptions(
                    participantName: "Zoe",
                    participantAttributes: ["plan": "basic"],
                    agentName: "parley",
                    agentMetadata: #"{"order": 7}"#
                )
            )
            try await room.registerTextStreamHandler(for: "lk.transcription") { [weak self] reader, identity in
                let segment = reader.info.attributes["lk.segment_id"] ?? reader.info.id
                var text = ""
                for try await part in reader {
                    text += part
                    await self?.show(text, from: identity, segment: segment)
                }
            }
            try await room.connect(url: ticket.serverURL.absoluteString, token: ticket.participantToken)
            try await room.localParticipant.setMicrophone(enabled: true)
        } catch {
            await room.disconnect()
            state = error.localizedDescription
            isInCall = false
        }
    }

    func hangUp() async {
        await room?.disconnect()
    }

    /// The caller's words come several times, each time better; they stay in one line.
    private func show(_ text: String, from identity: Participant.Identity, segment: String) {
        let speaker = identity == room?.localParticipant.identity ? "You" : "Parley"
        if let index = lines.firstIndex(where: { $0.id == segment }) {
            lines[index].text = text
        } else {
            lines.append(Line(id: segment, speaker: speaker, text: text))
        }
    }
}

/// LiveKit calls these on a thread of its own.
extension ParleyCall: RoomDelegate {
    nonisolated func room(_: Room, participant: Participant, didUpdateAttributes _: [String: String]) {
        guard participant.isAgent, let agentState = participant.attributes["lk.agent.state"] else { return }
        Task { @MainActor in self.state = agentState }
    }

    nonisolated func room(_: Room, didDisconnectWithError error: LiveKitError?) {
        Task { @MainActor in
            self.state = error?.localizedDescription ?? "The call is over."
            self.isInCall = false
        }
    }
}
