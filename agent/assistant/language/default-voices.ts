/** Voices of Kokoro, the TTS model that comes with Parley, by language. It has none for German. */
export const kokoroVoices: Readonly<Record<string, string>> = {
  en: 'af_heart',
  es: 'ef_dora',
  fr: 'ff_siwis',
  hi: 'hf_alpha',
  it: 'if_sara',
  ja: 'jf_alpha',
  pt: 'pf_dora',
  zh: 'zf_xiaobei',
};
