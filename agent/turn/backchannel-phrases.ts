/** Short phrases that say "I am listening" and claim no turn. By language, ISO 639-1. */
export const backchannels: Record<string, string> = {
  en: `
    yeah|yes|yep|yup|ya|okay|ok|right|sure|alright|all right|i see|got it|gotcha|cool|nice|great|good|
    wow|really|true|exactly|totally|absolutely|of course|makes sense|that makes sense|i know|
    i understand|understood|uh huh|uhhuh|uhuh|sounds good|interesting|fine|perfect|no way|oh nice|
    oh wow|oh okay|oh i see`,
  de: `
    ja|jaja|jo|jep|genau|okay|ok|gut|alles klar|klar|stimmt|richtig|ach so|achso|aha|verstehe|
    ich verstehe|verstanden|na klar|echt|wirklich|super|toll|schön|eben|natürlich|in ordnung|
    interessant|krass`,
  es: `
    sí|si|vale|claro|ya|okay|ok|ajá|aja|bueno|bien|entiendo|ya veo|de acuerdo|exacto|perfecto|muy bien|
    genial|cierto|así es|por supuesto|ah ya|qué bien`,
  fr: `
    oui|ouais|ok|okay|d'accord|je vois|bien sûr|bien|ah bon|très bien|exactement|voilà|c'est ça|parfait|
    entendu|compris|je comprends|super|ah oui|tout à fait|hum`,
  it: `
    sì|si|ok|okay|certo|va bene|bene|capito|ho capito|capisco|esatto|giusto|vero|davvero|perfetto|già|
    ecco|appunto|chiaro|benissimo|ah sì`,
  pt: `
    sim|tá|tá bom|está bem|tá certo|certo|ok|okay|claro|entendi|entendo|beleza|bom|isso|exato|pois é|
    pois|legal|perfeito|sei|verdade|uhum|aham|ah tá`,
  hi: `
    हाँ|हां|जी|जी हाँ|जी हां|ठीक|ठीक है|अच्छा|सही|सही है|ओके|बिल्कुल|समझ गया|समझ गई|अच्छा जी|haan|accha|
    theek hai`,
  ja: 'はい|うん|ええ|そう|そうです|そうですね|そうですか|そっか|なるほど|なるほどね|わかりました|分かりました|へえ|ほんと|本当|確かに|オッケー',
  zh: '嗯|对|對|对对|是|是的|好|好的|行|可以|没错|知道了|明白|明白了|原来如此|这样啊|当然|真的|哦|ok|了解',
};

/** Whole utterances that stop the agent. */
export const stopCommands: Record<string, string> = {
  en: `
    stop|stop it|stop that|stop talking|stop please|please stop|wait|wait wait|wait a minute|
    wait a second|wait a moment|hold on|hold on a second|hold on a minute|hold on a moment|hang on|hang on a second|hang on a minute|hold it|one moment|one second|just a moment|
    just a second|just a minute|be quiet|quiet|shut up|silence|enough|that's enough|that is enough|
    pause|cancel|cancel that|never mind|nevermind|excuse me|let me speak|let me talk|let me finish`,
  de: `
    stopp|stop|halt|warte|warten sie|warte mal|moment|moment mal|einen moment|ruhe|sei still|
    seien sie still|still|aufhören|hör auf|hören sie auf|genug|das reicht|es reicht|pause|abbrechen|
    entschuldigung`,
  es: `
    para|pare|basta|espera|espere|un momento|un segundo|alto|detente|deténgase|silencio|cállate|cállese|
    ya basta|cancela|cancelar|perdón|disculpa|disculpe|stop`,
  fr: `
    stop|arrête|arrêtez|attends|attendez|un instant|un moment|une seconde|une minute|silence|tais-toi|
    taisez-vous|ça suffit|assez|pause|annule|annulez|excusez-moi|pardon|tais toi|taisez vous|
    excusez moi`,
  it: `
    stop|ferma|fermati|si fermi|fermo|aspetta|aspetti|un momento|un attimo|un secondo|basta|silenzio|
    zitto|zitta|stai zitto|pausa|annulla|scusa|scusi`,
  pt: `
    para|pare|espera|espere|espera um minuto|espera um momento|espera um pouco|um momento|um minuto|um segundo|calma|chega|basta|silêncio|cala a boca|
    cale-se|cancela|cancelar|pausa|desculpa|desculpe|com licença|stop`,
  hi: 'रुको|रुकिए|रुक जाओ|रुक जाइए|ठहरो|ठहरिए|बस|चुप|चुप रहो|बंद करो|बंद कीजिए|एक मिनट|सुनिए|स्टॉप|ruko',
  ja: '待って|待ってください|ちょっと待って|ちょっと待ってください|ストップ|止めて|止めてください|やめて|やめてください|止まって|静かに|静かにして|黙って|もういい|すみません',
  zh: '停|停一下|停下|停止|等等|等一下|等一等|等会|别说了|不要说了|安静|闭嘴|够了|好了好了|暂停|取消|打住|稍等',
};
