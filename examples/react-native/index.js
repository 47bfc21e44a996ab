import { registerGlobals } from '@livekit/react-native';
import { registerRootComponent } from 'expo';

import { App } from './App';

registerGlobals(); // WebRTC, before anything else of LiveKit is used.
registerRootComponent(App);
