/** How one asks for a language, {x}, by the language in which one asks (ISO 639-1). Whole utterances. */
export const wishTemplates: Record<string, string> = {
  en: `in {x}|{x} please|speak {x}|speak in {x}|talk in {x}|talk {x}|answer in {x}|reply in {x}|switch to {x}|
    change to {x}|continue in {x}|do you speak {x}|can you speak {x}|can you speak in {x}|could you speak {x}|
    can you talk in {x}|can we speak {x}|can we speak in {x}|could we speak {x}|can we talk in {x}|
    could we talk in {x}|can we continue in {x}|can we do this in {x}|can you answer in {x}|let's speak {x}|
    let's speak in {x}|let's talk in {x}|let's continue in {x}|let's switch to {x}|i speak {x}|i only speak {x}|
    i want to speak {x}|i would like to speak {x}|i'd like to speak {x}|i'd prefer {x}|i prefer {x}`,
  de: `auf {x}|{x} bitte|sprich {x}|sprechen sie {x}|sprichst du {x}|sprich auf {x}|sprechen sie auf {x}|
    rede {x}|reden sie {x}|können sie {x} sprechen|kannst du {x} sprechen|können sie {x}|kannst du {x}|
    können sie auf {x} sprechen|können wir {x} sprechen|können wir auf {x} sprechen|
    können wir auf {x} weitermachen|lass uns {x} sprechen|lassen sie uns {x} sprechen|antworte auf {x}|
    antworten sie auf {x}|ich möchte {x} sprechen|ich spreche {x}|ich spreche nur {x}|wechsle zu {x}|
    wechseln sie zu {x}|weiter auf {x}|lieber {x}|lieber auf {x}|geht das auch auf {x}|geht es auch auf {x}`,
  es: `en {x}|{x} por favor|habla {x}|hable {x}|hablas {x}|habla en {x}|hable en {x}|habla usted {x}|
    puedes hablar {x}|puede hablar {x}|puedes hablar en {x}|puede hablar en {x}|podemos hablar {x}|
    podemos hablar en {x}|podríamos hablar en {x}|podríamos hablar {x}|hablemos {x}|hablemos en {x}|
    responde en {x}|responda en {x}|contesta en {x}|conteste en {x}|quiero hablar {x}|quiero hablar en {x}|
    quisiera hablar en {x}|prefiero {x}|prefiero en {x}|hablo {x}|solo hablo {x}|cambia a {x}|cambie a {x}|
    cambia al {x}|cambie al {x}|sigamos en {x}`,
  fr: `en {x}|{x} s'il vous plaît|{x} s'il te plaît|parle {x}|parlez {x}|parle en {x}|parlez en {x}|
    parlez-vous {x}|tu parles {x}|vous parlez {x}|est-ce que vous parlez {x}|est-ce que tu parles {x}|
    pouvez-vous parler {x}|pouvez-vous parler en {x}|peux-tu parler {x}|vous pouvez parler {x}|
    vous pouvez parler en {x}|on peut parler {x}|on peut parler en {x}|peut-on parler {x}|peut-on parler en {x}|
    pouvons-nous parler {x}|pouvons-nous parler en {x}|parlons {x}|parlons en {x}|répondez en {x}|
    réponds en {x}|continuez en {x}|continuons en {x}|passez au {x}|passez à l'{x}|passons au {x}|
    passons à l'{x}|je parle {x}|je ne parle que {x}|je veux parler {x}|je voudrais parler {x}|
    je préfère le {x}|je préfère l'{x}|je préfère en {x}`,
  it: `in {x}|{x} per favore|parla {x}|parli {x}|parla in {x}|parli in {x}|lei parla {x}|puoi parlare {x}|
    può parlare {x}|puoi parlare in {x}|può parlare in {x}|possiamo parlare {x}|possiamo parlare in {x}|
    potremmo parlare in {x}|parliamo {x}|parliamo in {x}|rispondi in {x}|risponda in {x}|continuiamo in {x}|
    passa all'{x}|passi all'{x}|passiamo all'{x}|passa al {x}|passiamo al {x}|parlo {x}|parlo solo {x}|
    vorrei parlare {x}|vorrei parlare in {x}|voglio parlare {x}|preferisco l'{x}|preferisco il {x}`,
  pt: `em {x}|{x} por favor|fala {x}|fale {x}|fala em {x}|fale em {x}|você fala {x}|pode falar {x}|
    pode falar em {x}|você pode falar {x}|você pode falar em {x}|podemos falar {x}|podemos falar em {x}|
    vamos falar {x}|vamos falar em {x}|responde em {x}|responda em {x}|continue em {x}|vamos continuar em {x}|
    muda para {x}|mude para {x}|muda para o {x}|mude para o {x}|falo {x}|eu falo {x}|só falo {x}|
    eu só falo {x}|quero falar {x}|quero falar em {x}|gostaria de falar {x}|gostaria de falar em {x}|
    prefiro {x}|prefiro em {x}`,
  hi: `{x} में|{x} प्लीज़|{x} बोलो|{x} बोलिए|{x} में बोलो|{x} में बोलिए|{x} में बोलें|{x} में बात करो|
    {x} में बात कीजिए|{x} में बात करें|{x} में बात करते हैं|{x} में जवाब दो|{x} में जवाब दीजिए|
    क्या आप {x} बोलते हैं|क्या आप {x} बोलती हैं|क्या आप {x} बोल सकते हैं|क्या आप {x} बोल सकती हैं|
    क्या आप {x} में बात कर सकते हैं|क्या आप {x} में बात कर सकती हैं|क्या हम {x} में बात कर सकते हैं|
    मुझे {x} में बात करनी है|मैं {x} बोलता हूँ|मैं {x} बोलती हूँ`,
  ja: `{x}で|{x}で話して|{x}で話してください|{x}で話しましょう|{x}でお願いします|{x}を話して|
    {x}を話してください|{x}を話せますか|{x}は話せますか|{x}が話せますか|{x}で話せますか|{x}を話しますか|
    {x}で話してもいいですか|{x}でもいいですか|{x}でいいですか|{x}で答えて|{x}で答えてください|
    {x}に切り替えて|{x}に切り替えてください|{x}にしてください|{x}しか話せません`,
  zh: `用{x}|用{x}说|用{x}回答|用{x}讲|说{x}|讲{x}|我们说{x}吧|我们用{x}吧|说{x}吧|用{x}吧|你会说{x}吗|
    您会说{x}吗|你能说{x}吗|您能说{x}吗|可以说{x}吗|能说{x}吗|可以用{x}吗|能用{x}吗|可以讲{x}吗|会说{x}吗|
    换成{x}|切换到{x}|{x}可以吗|我说{x}|我只会说{x}|我想说{x}`,
};
