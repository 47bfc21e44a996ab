package com.example.parley

import android.Manifest.permission.RECORD_AUDIO
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.result.contract.ActivityResultContracts.RequestPermission
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.unit.dp
import androidx.lifecycle.lifecycleScope

class MainActivity : ComponentActivity() {
    private val call by lazy { ParleyCall(applicationContext, lifecycleScope) }
    private var startCall: () -> Unit = {}
    private val askForMicrophone = registerForActivityResult(RequestPermission()) { isGranted ->
        if (isGranted) startCall() else call.state.value = "The microphone is not allowed."
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContent {
            CallScreen(call) { server, credential ->
                startCall = { call.start(server, credential) }
                askForMicrophone.launch(RECORD_AUDIO)
            }
        }
    }
}

@Composable
private fun CallScreen(call: ParleyCall, onCall: (server: String, credential: String) -> Unit) {
    var server by remember { mutableStateOf("https://voice.example.com") }
    var credential by remember { mutableStateOf("") }
    val isInCall by call.isInCall.collectAsState()
    val state by call.state.collectAsState()
    val lines by call.lines.collectAsState()
    Column(Modifier.padding(24.dp).verticalScroll(rememberScrollState())) {
        OutlinedTextField(server, { server = it }, label = { Text("Server") })
        OutlinedTextField(
            credential,
            { credential = it },
            label = { Text("Key or invite") },
            visualTransformation = PasswordVisualTransformation(),
        )
        Button(onClick = { if (isInCall) call.hangUp() else onCall(server, credential) }) {
            Text(if (isInCall) "Hang up" else "Call")
        }
        Text(state)
        for (line in lines.values) Text(line, Modifier.padding(top = 8.dp))
    }
}
