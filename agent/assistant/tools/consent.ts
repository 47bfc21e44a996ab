/** Words of one language, separated by `|`; in those that are written without spaces, parts of a sentence. */
interface ConsentWords {
  yes: string;
  /** Any of them takes a yes back: who hesitates has not agreed. */
  no: string;
  /** Whole utterances that end what is running. */
  cancel: string;
}

const consentWords: Record<string, ConsentWords> = {
  en: {
    yes: 'yes|yeah|yep|yup|sure|okay|ok|please do|do it|do that|go ahead|of course|absolutely|definitely|certainly|alright|all right|you may|you can|fine|correct',
    no: "no|not|don't|do not|never|nope|nah|wait|stop|hold on|later|unless|but|cancel|maybe|except|can't|won't|shouldn't",
    cancel:
      "never mind|nevermind|forget it|forget that|forget about it|cancel|cancel it|cancel that|cancel this|don't bother|leave it|drop it|stop looking|stop searching|stop working|stop working on it|stop that search|no longer needed|i don't need it anymore|i don't need that anymore|i don't need it any more|abort|abort it|abort that",
  },
  de: {
    yes: 'ja|jawohl|jo|gerne|gern|klar|okay|ok|sicher|natürlich|bitte|mach das|machen sie das|tu das|einverstanden|in ordnung|richtig|genau',
    no: 'nein|nicht|nee|nö|kein|keine|warte|warten sie|stopp|halt|später|aber|moment|lieber|vielleicht|abbrechen',
    cancel:
      'vergiss es|vergessen sie es|egal|schon gut|abbrechen|brich ab|brechen sie ab|brich das ab|brechen sie das ab|lass es|lassen sie es|lass gut sein|nicht mehr nötig|hat sich erledigt',
  },
  es: {
    yes: 'sí|si|claro|vale|de acuerdo|por supuesto|adelante|hazlo|hágalo|está bien|bueno|correcto|ok|okay',
    no: 'no|nunca|espera|espere|para|pare|después|luego|pero|quizás|quizá|tal vez|cancela|cancele',
    cancel:
      'olvídalo|olvídelo|da igual|déjalo|déjelo|cancela|cancele|cancélalo|cancélelo|no importa|ya no hace falta|ya no lo necesito',
  },
  fr: {
    yes: "oui|ouais|d'accord|bien sûr|vas-y|allez-y|volontiers|faites-le|fais-le|ok|okay|absolument|parfait|exact",
    no: 'non|pas|jamais|attends|attendez|stop|arrête|arrêtez|plus tard|mais|peut-être|annule|annulez',
    cancel:
      "laisse tomber|laissez tomber|oublie|oubliez|oublie ça|oubliez ça|annule|annulez|annule ça|annulez ça|tant pis|ce n'est plus la peine|peu importe",
  },
  it: {
    yes: "sì|si|certo|va bene|d'accordo|certamente|fallo|lo faccia|procedi|proceda|ok|okay|esatto|volentieri",
    no: 'no|non|mai|aspetta|aspetti|ferma|fermati|dopo|ma|però|forse|annulla|annulli',
    cancel:
      'lascia stare|lasci stare|lascia perdere|lasci perdere|dimenticalo|annulla|annulli|annullalo|non importa|fa niente|non serve più',
  },
  pt: {
    yes: 'sim|claro|está bem|tá bom|tá|pode|pode ser|com certeza|faça isso|faz isso|vai em frente|ok|okay|certo|isso',
    no: 'não|nunca|espera|espere|para|pare|depois|mas|talvez|cancela|cancele',
    cancel:
      'esquece|esqueça|deixa para lá|deixa pra lá|deixe para lá|cancela|cancele|cancela isso|cancele isso|não importa|não precisa mais',
  },
  hi: {
    yes: 'हाँ|हां|जी|जी हाँ|जी हां|ठीक है|बिल्कुल|ज़रूर|जरूर|कर दो|कर दीजिए|ओके',
    no: 'नहीं|ना|मत|रुको|रुकिए|बाद में|लेकिन|शायद|रहने दो',
    cancel: 'रहने दो|रहने दीजिए|छोड़ो|छोड़ दो|छोड़ दीजिए|रद्द करो|रद्द कर दो|रद्द कीजिए|कोई बात नहीं',
  },
  ja: {
    yes: 'はい|ええ|うん|お願いします|お願い|いいです|いいよ|もちろん|どうぞ|オーケー|そうしてください',
    no: 'いいえ|いや|ない|ません|だめ|ダメ|待って|やめ|あとで|後で|でも|結構',
    cancel:
      'やっぱりいい|やっぱりいいです|もういい|もういいです|キャンセル|キャンセルして|キャンセルしてください|取り消して|取り消してください|中止|中止して|中止してください|忘れて|忘れてください',
  },
  zh: {
    yes: '是|好|可以|行|对|嗯|没问题|当然|同意|请便',
    no: '不|别|没有|等|停|以后|但|算了|取消|也许',
    cancel: '算了|不用了|取消|取消吧|别找了|不要了|没关系|当我没说|不需要了',
  },
};

/** A longer answer says more than yes, and may say something else. */
const LONGEST_YES_WORDS = 12;
const LONGEST_YES_CHARACTERS = 80;

/**
 * Whether the caller, who has just been asked for permission, gives it. Only words can: no language model is asked, since
 * what it was made to read may speak through it.
 *
 * @param language - ISO 639-1; of a language that we have no words of, English and its own short yes are understood.
 */
export function isConsent(text: string, language: string): boolean {
  const said = normalize(text);
  if (said.length > LONGEST_YES_CHARACTERS || said.split(' ').length > LONGEST_YES_WORDS) return false;
  const { yes, no } = getWords(language);
  return contains(said, yes, language) && !contains(said, no, language);
}

/** Whether the caller wants what is running to end, in so many words. */
export function isCancellation(text: string, language: string): boolean {
  const said = normalize(text);
  const bare = said
    .replace(/^(oh|ah|no|ok|okay|actually|well|please|sorry) /, '')
    .replace(/ (please|then|thanks|thank you)$/, '');
  const phrases = getWords(language).cancel.split('|').map(normalize);
  return phrases.includes(said) || phrases.includes(bare);
}

function getWords(language: string): ConsentWords {
  return consentWords[language.slice(0, 2)] ?? (consentWords['en'] as ConsentWords);
}

function contains(said: string, words: string, language: string): boolean {
  const isUnspaced = /^(ja|zh)/.test(language);
  return words
    .split('|')
    .map(normalize)
    .some((word) => (isUnspaced ? said.includes(word) : ` ${said} `.includes(` ${word} `)));
}

/** Small letters and single spaces; apostrophes are one kind, other marks none. */
function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}' -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
