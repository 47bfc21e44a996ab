import { getBaseLanguage } from '../../language-code.ts';
import { consistsOf, normalizeUtterance, readPhrases } from '../../whole-utterance.ts';

/** Phrases of one language, separated by `|`. */
interface ConsentWords {
  yes: string;
  /** What ends what is running. */
  cancel: string;
  /** What may stand around either of them and changes nothing; by itself it says nothing. */
  around: string;
  /** A no that may stand before the wish to end something: "Nein, egal." */
  no: string;
}

/** The same words with a no before them mean the contrary, unless a comma is between: "No cancele", "No, cancele". */
const NEGATING = ['es', 'pt', 'hi', 'zh'];

const consentWords: Record<string, ConsentWords> = {
  en: {
    yes: "yes|yeah|yep|yup|sure|sure thing|okay|ok|please do|yes do|do it|do that|do so|go ahead|go on|go for it|proceed|continue|of course|absolutely|definitely|certainly|alright|all right|you may|you can|fine|that's fine|that's okay|that's ok|that is fine|sounds good|correct|that's correct|that's right|i agree|i do|i'm sure|yes i am|yes i would|send it|send that|transfer me|put me through|hang up|you can hang up",
    cancel:
      "never mind|nevermind|forget it|forget that|forget about it|cancel|cancel it|cancel that|cancel this|don't bother|leave it|drop it|stop looking|stop searching|stop working|stop working on it|stop that search|no longer needed|i don't need it anymore|i don't need that anymore|i don't need it any more|abort|abort it|abort that",
    around: 'please|oh|ah|uh|um|well|now|then|just|actually|thanks|thank you|sorry|okay|ok',
    no: 'no|nope|nah',
  },
  de: {
    yes: 'ja|jawohl|jo|gerne|gern|klar|na klar|aber klar|alles klar|okay|ok|sicher|natürlich|selbstverständlich|mach das|machen sie das|machen sie|tu das|tun sie das|einverstanden|in ordnung|das ist in ordnung|richtig|das ist richtig|genau|sie dürfen|dürfen sie|du darfst|darfst du|nur zu|verbinden sie mich|legen sie auf|sie können auflegen',
    cancel:
      'vergiss es|vergessen sie es|egal|schon gut|abbrechen|brich ab|brechen sie ab|brich das ab|brechen sie das ab|lass es|lassen sie es|lass gut sein|nicht mehr nötig|hat sich erledigt',
    around: 'bitte|ach|oh|äh|ähm|also|doch|jetzt|dann|mal|danke|entschuldigung|okay|ok',
    no: 'nein|nee|nö',
  },
  es: {
    yes: 'sí|si|claro|claro que sí|vale|de acuerdo|por supuesto|adelante|hazlo|hágalo|está bien|correcto|ok|okay|puede|puedes|puede hacerlo|puedes hacerlo|dale',
    cancel:
      'olvídalo|olvídelo|da igual|déjalo|déjelo|cancela|cancele|cancélalo|cancélelo|no importa|ya no hace falta|ya no lo necesito',
    around: 'por favor|ah|oh|eh|pues|bueno|ahora|gracias|perdón|perdona|perdone|ok|okay',
    no: 'no',
  },
  fr: {
    yes: "oui|ouais|d'accord|bien sûr|vas-y|allez-y|volontiers|avec plaisir|faites-le|fais-le|ok|okay|absolument|parfait|exact|vous pouvez|tu peux|bien entendu",
    cancel:
      "laisse tomber|laissez tomber|oublie|oubliez|oublie ça|oubliez ça|annule|annulez|annule ça|annulez ça|tant pis|ce n'est plus la peine|peu importe",
    around: "s'il vous plaît|s'il te plaît|ah|oh|euh|ben|bon|alors|maintenant|merci|pardon|ok|okay",
    no: 'non',
  },
  it: {
    yes: "sì|si|certo|va bene|d'accordo|certamente|fallo|lo faccia|procedi|proceda|ok|okay|esatto|volentieri|faccia pure|fai pure|può farlo|puoi farlo",
    cancel:
      'lascia stare|lasci stare|lascia perdere|lasci perdere|dimenticalo|annulla|annulli|annullalo|non importa|fa niente|non serve più',
    around: 'per favore|per piacere|prego|ah|oh|eh|beh|allora|ora|adesso|grazie|scusa|scusi|ok|okay',
    no: 'no',
  },
  pt: {
    yes: 'sim|claro|claro que sim|está bem|tá bom|tá|pode|pode sim|pode ser|com certeza|faça isso|faz isso|vai em frente|ok|okay|certo|isso mesmo',
    cancel:
      'esquece|esqueça|deixa para lá|deixa pra lá|deixe para lá|cancela|cancele|cancela isso|cancele isso|não importa|não precisa mais',
    around: 'por favor|ah|oh|eh|bem|bom|então|agora|obrigado|obrigada|desculpe|desculpa|ok|okay',
    no: 'não',
  },
  hi: {
    yes: 'हाँ|हां|जी|ठीक है|बिल्कुल|ज़रूर|जरूर|कर दो|कर दीजिए|ओके',
    cancel: 'रहने दो|रहने दीजिए|छोड़ो|छोड़ दो|छोड़ दीजिए|रद्द करो|रद्द कर दो|रद्द कीजिए|कोई बात नहीं',
    around: 'कृपया|अच्छा|अभी|प्लीज़|प्लीज|धन्यवाद|शुक्रिया|ओके',
    no: 'नहीं|जी नहीं',
  },
  ja: {
    // Not いいです, which mostly says no: "I am fine".
    yes: 'はい|ええ|うん|お願いします|お願い|はい、いいです|いいですよ|いいよ|もちろん|もちろんです|どうぞ|オーケー|そうしてください',
    cancel:
      'やっぱりいい|やっぱりいいです|もういい|もういいです|キャンセル|キャンセルして|キャンセルしてください|取り消して|取り消してください|中止|中止して|中止してください|忘れて|忘れてください',
    around: 'あの|ああ|あ|えっと|じゃあ|では|すみません|ごめんなさい|ありがとう|ありがとうございます',
    no: 'いや|いいえ',
  },
  zh: {
    yes: '是|是的|要|好|好的|好啊|可以|你可以|您可以|可以的|行|对|对的|嗯|没问题|当然|当然可以|同意|请便',
    cancel: '算了|不用了|取消|取消吧|别找了|不要了|没关系|当我没说|不需要了',
    around: '请|哦|啊|吧|那|那就|谢谢|谢谢你|对不起',
    no: '不|不是|不用',
  },
};

/**
 * Whether the caller, who has just been asked for permission, gives it: with all that they say, since whoever says more may
 * hesitate, ask in turn or speak of something else. Only words can: no language model is asked, since what it was made to
 * read may speak through it.
 *
 * @param language - ISO 639-1, with or without a region; one that we have no words of counts as English.
 */
export function isConsent(text: string, language: string): boolean {
  if (/[?？؟]/.test(text)) return false; // "Okay?"
  const { yes, around } = getWords(language);
  const isYes = (part: string) => readPhrases(yes).has(part);
  const isEmpty = (part: string) => readPhrases(around).has(part) && !isYes(part);
  return (
    consistsOf(text, language, (part) => isYes(part) || isEmpty(part)) && !consistsOf(text, language, isEmpty)
  );
}

/** Whether the caller wants what is running to end, in so many words. */
export function isCancellation(text: string, language: string): boolean {
  const { cancel, around, no } = getWords(language);
  const said = leaveOutNo(text, readPhrases(no), language);
  const isEmpty = (part: string) => readPhrases(around).has(part);
  return (
    consistsOf(said, language, (part) => readPhrases(cancel).has(part) || isEmpty(part)) &&
    !consistsOf(said, language, isEmpty)
  );
}

function leaveOutNo(text: string, no: Set<string>, language: string): string {
  const start = NEGATING.includes(getBaseLanguage(language))
    ? /^[^,.;!，。、！]+[,.;!，。、！]/u
    : /^[\p{L}\p{M}]+/u;
  const [first = ''] = start.exec(text.trim()) ?? [];
  return no.has(normalizeUtterance(first)) ? text.trim().slice(first.length) : text;
}

function getWords(language: string): ConsentWords {
  return consentWords[getBaseLanguage(language)] ?? (consentWords['en'] as ConsentWords);
}
