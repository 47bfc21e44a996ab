import type { SpokenCommand } from './spoken-command.ts';

/** Whole utterances that are commands, by language (ISO 639-1). Politeness around them is in polite-words.ts. */
export const commandPhrases: Record<string, Record<SpokenCommand, string>> = {
  en: {
    repeat: `
      repeat|repeat that|repeat it|repeat this|can you repeat|can you repeat that|can you repeat it|could you repeat|
      could you repeat that|could you repeat it|would you repeat that|say that again|say it again|say again|
      can you say that again|can you say it again|could you say that again|could you say it again|come again|
      again|once more|once again|one more time|tell me again|what did you say|what was that|what was that again|
      pardon|pardon me|i beg your pardon|i didn't catch that|i didn't hear that|i didn't hear you|
      i couldn't hear you|i did not hear that|i did not catch that`,
    slower: `
      slower|speak slower|speak more slowly|talk slower|talk more slowly|more slowly|slowly|slow down|slow it down|
      a bit slower|a little slower|a bit more slowly|a little more slowly|can you slow down|could you slow down|
      can you speak slower|could you speak slower|can you speak more slowly|could you speak more slowly|
      can you talk slower|could you talk slower|can you speak a bit slower|could you speak a bit slower|
      can you speak a little slower|could you speak a little slower|not so fast|too fast|that's too fast|
      that was too fast|you're too fast|you are too fast|you speak too fast|you're speaking too fast|
      you're talking too fast`,
    faster: `
      faster|speak faster|talk faster|speed up|speed it up|a bit faster|a little faster|can you speak faster|
      could you speak faster|can you talk faster|could you talk faster|can you speed up|could you speed up|
      can you speak a bit faster|could you speak a bit faster|too slow|that's too slow|you're too slow|
      you are too slow|you speak too slowly|you're speaking too slowly|you're talking too slowly`,
    quiet: `
      stop|stop it|stop that|stop talking|stop speaking|be quiet|quiet|be silent|silence|shut up|hush|wait|wait wait|
      wait a minute|wait a second|wait a moment|hold on|hold on a second|hold on a minute|hold on a moment|hang on|
      hang on a second|hang on a minute|one moment|one second|one minute|just a moment|just a second|just a minute`,
  },
  de: {
    repeat: `
      wiederhole|wiederhole das|wiederholen|wiederholen sie|wiederholen sie das|können sie das wiederholen|
      kannst du das wiederholen|könnten sie das wiederholen|könntest du das wiederholen|
      können sie das noch einmal sagen|kannst du das noch einmal sagen|können sie das nochmal sagen|
      kannst du das nochmal sagen|könnten sie das noch einmal sagen|sagen sie das noch einmal|
      sag das noch einmal|sag das nochmal|noch einmal|nochmal|noch mal|wie war das|was haben sie gesagt|
      was hast du gesagt|wie bitte|das habe ich nicht verstanden|ich habe das nicht verstanden|
      ich habe sie nicht verstanden|ich habe dich nicht verstanden`,
    slower: `
      langsamer|sprechen sie langsamer|sprich langsamer|rede langsamer|reden sie langsamer|etwas langsamer|
      ein bisschen langsamer|können sie langsamer sprechen|kannst du langsamer sprechen|
      können sie etwas langsamer sprechen|kannst du etwas langsamer sprechen|könnten sie langsamer sprechen|
      könnten sie etwas langsamer sprechen|sprechen sie etwas langsamer|sprich etwas langsamer|nicht so schnell|
      zu schnell|das ist zu schnell|das war zu schnell|sie sind zu schnell|du bist zu schnell|
      sie sprechen zu schnell|du sprichst zu schnell`,
    faster: `
      schneller|sprechen sie schneller|sprich schneller|rede schneller|reden sie schneller|etwas schneller|
      ein bisschen schneller|können sie schneller sprechen|kannst du schneller sprechen|
      können sie etwas schneller sprechen|kannst du etwas schneller sprechen|könnten sie schneller sprechen|
      sprechen sie etwas schneller|sprich etwas schneller|zu langsam|das ist zu langsam|sie sind zu langsam|
      du bist zu langsam|sie sprechen zu langsam|du sprichst zu langsam`,
    quiet: `
      stopp|stop|halt|sei still|seien sie still|sei ruhig|seien sie ruhig|still|ruhe|schweig|hör auf|
      hören sie auf|hör auf zu reden|hören sie auf zu reden|warte|warte mal|warten sie|warten sie mal|moment|
      moment mal|einen moment|einen augenblick|augenblick|sekunde|eine sekunde`,
  },
  es: {
    repeat: `
      repite|repita|repítelo|repítalo|repite eso|repita eso|puedes repetir|puede repetir|puedes repetirlo|
      puede repetirlo|me lo puede repetir|me lo puedes repetir|podría repetir|podría repetirlo|podrías repetirlo|
      dilo otra vez|dígalo otra vez|dilo de nuevo|otra vez|una vez más|de nuevo|qué has dicho|qué ha dicho|
      qué dijo|qué dijiste|cómo dice|cómo has dicho|no le he entendido|no te he entendido|no te entendí|
      no le entendí|no lo he oído|no te he oído`,
    slower: `
      más despacio|más lento|más lentamente|despacio|habla más despacio|hable más despacio|habla más lento|
      hable más lento|puedes hablar más despacio|puede hablar más despacio|puedes hablar más lento|
      puede hablar más lento|podría hablar más despacio|podrías hablar más despacio|un poco más despacio|
      un poco más lento|no tan rápido|demasiado rápido|muy rápido|hablas demasiado rápido|habla demasiado rápido|
      hablas muy rápido|habla muy rápido`,
    faster: `
      más rápido|más deprisa|habla más rápido|hable más rápido|habla más deprisa|hable más deprisa|
      puedes hablar más rápido|puede hablar más rápido|podría hablar más rápido|podrías hablar más rápido|
      un poco más rápido|un poco más deprisa|demasiado lento|demasiado despacio|muy lento|hablas muy despacio|
      habla muy despacio|hablas muy lento|habla muy lento`,
    quiet: `
      para|pare|detente|deténgase|alto|stop|silencio|cállate|cállese|deja de hablar|deje de hablar|espera|espere|
      un momento|un segundo|un minuto|espera un momento|espere un momento`,
  },
  fr: {
    repeat: `
      répète|répétez|répétez ça|répète ça|répétez cela|répétez s'il vous plaît|pouvez-vous répéter|
      peux-tu répéter|vous pouvez répéter|tu peux répéter|pourriez-vous répéter|vous pourriez répéter|
      pouvez-vous le répéter|redites-le|redis-le|encore une fois|une fois de plus|qu'avez-vous dit|
      qu'est-ce que vous avez dit|qu'est-ce que tu as dit|comment|je n'ai pas compris|je n'ai pas entendu|
      je ne vous ai pas entendu|je ne vous ai pas compris`,
    slower: `
      plus lentement|moins vite|plus doucement|lentement|parlez plus lentement|parle plus lentement|
      parlez moins vite|parle moins vite|pouvez-vous parler plus lentement|peux-tu parler plus lentement|
      vous pouvez parler plus lentement|pourriez-vous parler plus lentement|pouvez-vous parler moins vite|
      un peu plus lentement|un peu moins vite|pas si vite|trop vite|trop rapide|c'est trop vite|
      vous parlez trop vite|tu parles trop vite`,
    faster: `
      plus vite|plus rapidement|parlez plus vite|parle plus vite|pouvez-vous parler plus vite|
      peux-tu parler plus vite|vous pouvez parler plus vite|pourriez-vous parler plus vite|un peu plus vite|
      trop lent|trop lentement|vous parlez trop lentement|tu parles trop lentement`,
    quiet: `
      stop|arrête|arrêtez|arrête de parler|arrêtez de parler|silence|tais-toi|taisez-vous|attends|attendez|
      un instant|un moment|une seconde|une minute|attendez un instant|attends un instant`,
  },
  it: {
    repeat: `
      ripeti|ripeta|ripetilo|lo ripeta|ripeti per favore|puoi ripetere|può ripetere|puoi ripeterlo|può ripeterlo|
      potrebbe ripetere|potresti ripetere|me lo può ripetere|me lo ripete|dillo di nuovo|lo dica di nuovo|
      di nuovo|ancora una volta|un'altra volta|cosa hai detto|cosa ha detto|che cosa ha detto|come ha detto|
      come hai detto|come dice|non ho capito|non ho sentito`,
    slower: `
      più lentamente|più piano|più lento|lentamente|parla più lentamente|parli più lentamente|parla più piano|
      parli più piano|puoi parlare più lentamente|può parlare più lentamente|puoi parlare più piano|
      può parlare più piano|potrebbe parlare più lentamente|un po' più lentamente|un po' più piano|non così veloce|
      troppo veloce|parli troppo veloce|parla troppo veloce`,
    faster: `
      più veloce|più velocemente|più in fretta|parla più veloce|parli più veloce|parla più velocemente|
      parli più velocemente|puoi parlare più velocemente|può parlare più velocemente|puoi parlare più veloce|
      può parlare più veloce|un po' più veloce|un po' più velocemente|troppo lento|troppo lentamente|
      parli troppo lentamente|parla troppo lentamente`,
    quiet: `
      stop|fermati|si fermi|fermo|silenzio|zitto|zitta|stai zitto|stia zitto|smetti di parlare|smetta di parlare|
      aspetta|aspetti|un momento|un attimo|un secondo|un minuto|aspetta un attimo|aspetti un attimo`,
  },
  pt: {
    repeat: `
      repete|repita|repete isso|repita isso|pode repetir|pode repetir isso|você pode repetir|poderia repetir|
      consegue repetir|pode dizer de novo|diga de novo|fala de novo|fale de novo|de novo|outra vez|mais uma vez|
      o que você disse|o que disse|como disse|como é|não entendi|não ouvi|não percebi`,
    slower: `
      mais devagar|mais lento|mais lentamente|devagar|fala mais devagar|fale mais devagar|pode falar mais devagar|
      você pode falar mais devagar|poderia falar mais devagar|um pouco mais devagar|não tão rápido|rápido demais|
      muito rápido|está muito rápido|você fala muito rápido|você está falando muito rápido`,
    faster: `
      mais rápido|mais depressa|fala mais rápido|fale mais rápido|pode falar mais rápido|
      você pode falar mais rápido|poderia falar mais rápido|um pouco mais rápido|lento demais|muito devagar|
      muito lento|você fala muito devagar`,
    quiet: `
      para|pare|stop|silêncio|cala a boca|cale-se|fica quieto|fique quieto|para de falar|pare de falar|espera|
      espere|um momento|um minuto|um segundo|só um momento|só um minuto|espera um momento|espere um momento`,
  },
  hi: {
    repeat: `
      दोहराओ|दोहराइए|दोबारा|दोबारा बोलो|दोबारा बोलिए|दोबारा कहिए|फिर से|फिर से बोलो|फिर से बोलिए|फिर से कहिए|
      एक बार और|क्या आप दोहरा सकते हैं|क्या आप दोहरा सकती हैं|क्या आप फिर से बोल सकते हैं|क्या कहा|
      क्या कहा आपने|आपने क्या कहा|समझ नहीं आया|मुझे समझ नहीं आया|सुनाई नहीं दिया`,
    slower: `
      धीरे|धीरे बोलो|धीरे बोलिए|धीरे-धीरे|धीरे-धीरे बोलिए|और धीरे|और धीरे बोलिए|थोड़ा धीरे|थोड़ा धीरे बोलो|
      थोड़ा धीरे बोलिए|इतना तेज़ नहीं|बहुत तेज़|क्या आप धीरे बोल सकते हैं|क्या आप धीरे बोल सकती हैं`,
    faster: `
      तेज़|तेज़ बोलो|तेज़ बोलिए|जल्दी बोलो|जल्दी बोलिए|और तेज़|और तेज़ बोलिए|थोड़ा तेज़|थोड़ा तेज़ बोलो|
      थोड़ा तेज़ बोलिए|बहुत धीरे`,
    quiet: `
      रुको|रुकिए|रुक जाओ|रुक जाइए|ठहरो|ठहरिए|बस|चुप|चुप रहो|चुप रहिए|बंद करो|बंद कीजिए|एक मिनट|एक सेकंड|
      एक मिनट रुकिए|स्टॉप`,
  },
  ja: {
    repeat: `
      もう一度|もう一度お願いします|もう一度言って|もう一度言ってください|もう一回|もう一回言って|
      もう一回言ってください|もう一回お願いします|繰り返して|繰り返してください|何と言いましたか|
      何て言いましたか|何て言ったの|なんて言った|聞こえませんでした|聞き取れませんでした|聞こえなかった`,
    slower: `
      ゆっくり|もっとゆっくり|もう少しゆっくり|ゆっくり話して|ゆっくり話してください|もっとゆっくり話して|
      もっとゆっくり話してください|もう少しゆっくり話してください|ゆっくりお願いします|早すぎます|速すぎます|
      速すぎる|早すぎる`,
    faster: `
      速く|早く|もっと速く|もっと早く|もう少し速く|もう少し早く|速く話して|速く話してください|
      もっと速く話して|もっと速く話してください|もう少し速く話してください|遅すぎます|遅すぎる`,
    quiet: `
      待って|待ってください|ちょっと待って|ちょっと待ってください|ストップ|止めて|止めてください|やめて|
      やめてください|止まって|静かに|静かにして|静かにしてください|黙って|少し待って|少し待ってください`,
  },
  zh: {
    repeat: `
      再说一遍|请再说一遍|再说一次|再讲一遍|重复|重复一遍|重复一下|你说什么|您说什么|你刚才说什么|
      您刚才说什么|可以再说一遍吗|能再说一遍吗|可以重复一下吗|能重复一下吗|没听清|我没听清|没听清楚|我没听清楚|
      没听懂|我没听懂`,
    slower: `
      慢一点|慢点|慢点说|慢一点说|说慢点|说慢一点|讲慢一点|请说慢一点|再慢一点|太快了|说得太快了|
      你说得太快了|您说得太快了|可以说慢一点吗|能说慢一点吗|可以慢一点吗|能慢一点吗`,
    faster: `
      快一点|快点|快点说|快一点说|说快点|说快一点|讲快一点|请说快一点|再快一点|太慢了|说得太慢了|
      你说得太慢了|您说得太慢了|可以说快一点吗|能说快一点吗|可以快一点吗|能快一点吗`,
    quiet: `
      停|停一下|停下|停止|别说了|不要说了|安静|闭嘴|等等|等一下|等一等|等会|稍等|打住`,
  },
};
