package com.example.parley

import android.content.Context
import io.livekit.android.LiveKit
import io.livekit.android.events.RoomEvent
import io.livekit.android.events.collect
import io.livekit.android.room.Room
import io.livekit.android.room.participant.Participant
import io.livekit.android.token.TokenRequestOptions
import io.livekit.android.token.TokenSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** One call after another. LiveKit plays the agent by itself; the microphone has to be allowed before [start]. */
class ParleyCall(private val context: Context, private val scope: CoroutineScope) {
    val isInCall = MutableStateFlow(false)
    val state = MutableStateFlow("")

    /** What was said, by segment, in order. */
    val lines = MutableStateFlow(emptyMap<String, String>())
    private var room: Room? = null
    private var job: Job? = null

    fun start(server: String, credential: String) {
        val room = LiveKit.create(context)
        this.room = room
        isInCall.value = true
        lines.value = emptyMap()
        job = scope.launch {
            try {
                // POST {server}/token, with the credential in the Authorization header.
                val tokens = TokenSource.fromEndpoint(
                    url = "$server/token",
                    headers = mapOf("Authorization" to "Bearer $credential"),
                )
                val ticket = tokens.fetch(
                    TokenRequestOptions(
                        participantName = "Zoe",
                        participantAttributes = mapOf("plan" to "basic"),
                        agentName = "parley",
                        agentMetadata = """{"order": 7}""",
                    ),
                ).getOrThrow()
                readWords(room)
                launch { room.events.collect { notice(it) } }
                room.connect(ticket.serverUrl, ticket.participantToken)
                room.localParticipant.setMicrophoneEnabled(true)
            } catch (error: CancellationException) {
                throw error
            } catch (error: Exception) {
                end(error.message ?: error.toString())
            }
        }
    }

    fun hangUp() {
        room?.disconnect()
    }

    private fun notice(event: RoomEvent) {
        when (event) {
            is RoomEvent.ParticipantAttributesChanged ->
                if (event.participant.kind == Participant.Kind.AGENT) {
                    state.value = event.participant.attributes["lk.agent.state"].orEmpty()
                }
            is RoomEvent.Disconnected -> end("The call is over.")
            else -> Unit
        }
    }

    /** The caller's words come several times, each time better; they stay in one line. */
    private fun readWords(room: Room) {
        room.registerTextStreamHandler("lk.transcription") { reader, identity ->
            scope.launch {
                val segment = reader.info.attributes["lk.segment_id"] ?: reader.info.id
                val speaker = if (identity == room.localParticipant.identity) "You" else "Parley"
                var text = ""
                reader.flow.collect { part ->
                    text += part
                    lines.update { it + (segment to "$speaker: $text") }
                }
            }
        }
    }

    private fun end(reason: String) {
        state.value = reason
        isInCall.value = false
        job?.cancel()
        room?.release()
        room = null
    }
}
