const HEADER_BYTES = 44;

/** 16-bit mono samples as a WAV file. Format: http://soundfile.sapp.org/doc/WaveFormat/ */
export function encodeWav(samples: Int16Array, rateHz: number): Uint8Array<ArrayBuffer> {
  const wav = new Uint8Array(HEADER_BYTES + samples.byteLength);
  const header = new DataView(wav.buffer);
  const writeTag = (offset: number, tag: string) => wav.set(Buffer.from(tag), offset);
  writeTag(0, 'RIFF');
  header.setUint32(4, HEADER_BYTES - 8 + samples.byteLength, true);
  writeTag(8, 'WAVEfmt ');
  header.setUint32(16, 16, true); // size of the format chunk
  header.setUint16(20, 1, true); // PCM
  header.setUint16(22, 1, true); // mono
  header.setUint32(24, rateHz, true);
  header.setUint32(28, rateHz * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  writeTag(36, 'data');
  header.setUint32(40, samples.byteLength, true);
  wav.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), HEADER_BYTES);
  return wav;
}
