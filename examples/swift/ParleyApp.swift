import SwiftUI

@main
struct ParleyApp: App {
    var body: some Scene {
        WindowGroup { CallView() }
    }
}

struct CallView: View {
    @StateObject private var call = ParleyCall()
    @State private var server = "https://voice.example.com"
    @State private var credential = ""

    var body: some View {
        List {
            TextField("Server", text: $server)
                .textInputAutocapitalization(.never)
                .keyboardType(.URL)
            SecureField("Key or invite", text: $credential)
            Button(call.isInCall ? "Hang up" : "Call") {
                Task {
                    if call.isInCall {
                        await call.hangUp()
                    } else if let url = URL(string: server) {
                        await call.start(server: url, credential: credential)
                    }
                }
            }
            Text(call.state)
            ForEach(call.lines) { line in
                Text("\(line.speaker): \(line.text)")
            }
        }
    }
}
