/** 16-bit mono samples and their rate. */
export interface Recording {
  samples: Int16Array;
  rateHz: number;
}

const PCM = 1;

/**
 * Reads a WAV file of 16-bit mono PCM; other chunks than the two that matter are skipped.
 *
 * @throws Error that says what else it is.
 */
export function decodeWav(wav: Uint8Array): Recording {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  if (wav.length < 12 || readTag(wav, 0) !== 'RIFF' || readTag(wav, 8) !== 'WAVE')
    throw new Error('not a WAV file');
  let rateHz: number | undefined;
  for (let offset = 12; offset + 8 <= wav.length;) {
    const [tag, size, content] = [readTag(wav, offset), view.getUint32(offset + 4, true), offset + 8];
    if (tag === 'fmt ') rateHz = readRate(view, content);
    if (tag === 'data' && rateHz !== undefined) {
      const end = Math.min(content + size, wav.length); // Streamed files don't know their size beforehand.
      return {
        samples: new Int16Array(Uint8Array.from(wav.subarray(content, end - ((end - content) % 2))).buffer),
        rateHz,
      };
    }
    offset = content + size + (size % 2);
  }
  throw new Error('a WAV file without samples');
}

function readRate(view: DataView, offset: number): number {
  const [format, channels, bits] = [0, 2, 14].map((field) => view.getUint16(offset + field, true));
  if (format !== PCM || channels !== 1 || bits !== 16)
    throw new Error(
      `a WAV file of format ${format} with ${channels} channels of ${bits} bits; expected PCM (1), mono, 16 bits`,
    );
  return view.getUint32(offset + 4, true);
}

function readTag(wav: Uint8Array, offset: number): string {
  return String.fromCharCode(...wav.subarray(offset, offset + 4));
}
