/**
 * Words that tell how a sentence stands when it ends on them. The words differ by language; what it means to end on
 * one of a class is fitted in end-of-turn-weights.json, once for all languages.
 */
export interface CompletenessWords {
  /** Conjunctions: more must follow. */
  join: string;
  /** Prepositions; in Hindi and Japanese what stands after the noun and before the verb. */
  preposition: string;
  /** Articles, possessives, demonstratives: a noun must follow. */
  determiner: string;
  /** Sounds of somebody who goes on thinking. */
  filler: string;
  /** Pronouns that begin a clause. */
  subject: string;
  /** Auxiliaries and copulas. */
  auxiliary: string;
  /** Verbs that want an object or a clause. */
  needsObject: string;
  /** Question words. */
  question: string;
  /** Words that turns end on. */
  closer: string;
  /** Number words, one to ninety-nine or so. */
  number: string;
  /** What announces a number that is dictated. */
  announcesNumber: string;
  /** Words that begin a clause which needs a second one: if, when, because. */
  opensClause: string;
}

export const completenessWords: Record<string, CompletenessWords> = {
  en: {
    join: `
      and or but because so if when while although though unless until whereas than whether nor plus
      except since as that which where who whose cause cuz`,
    preposition: `
      of in on at to for from with by about into onto over under between through during before after
      against without within around near towards toward upon across behind beside besides below above
      per via regarding`,
    determiner: `
      a an the my your his her its our their this these those some any every each no another other
      which what whose both either neither all most few several much many more very really too quite
      rather just only also maybe perhaps probably actually basically almost about`,
    filler: 'um uh uhm umm er erm hmm hm ah oh well so ehm uhh mm',
    subject: `
      i he she we they there who i'd i'll i've you'd you'll you've he'd he'll she'd she'll we'd
      we'll we've they'd they'll they've`,
    auxiliary: `
      am is are was were be been being will would can could shall should may might must do does did
      have has had i'm you're he's she's it's we're they're that's there's what's where's who's how's
      don't doesn't didn't can't couldn't won't wouldn't isn't aren't wasn't weren't haven't hasn't
      hadn't shouldn't to gonna wanna not let's`,
    needsObject: `
      want need like send tell give show get make take put bring ask say said says think find buy order
      book change cancel move call check set turn try tried trying wondering looking calling using want
      wants wanted needs needed have let keep see use add remove know thinking got talking`,
    question: 'what when where who whom whose which why how',
    closer: `
      please thanks thank today tomorrow tonight yesterday now later again too it you them me him her one
      yes no yeah yep nope okay ok sure right bye goodbye hello hi correct exactly absolutely definitely
      fine great perfect good true alright though instead anymore already yet there here everything
      anything nothing`,
    number: `
      zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
      sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
      thousand million double triple`,
    announcesNumber: 'number code pin zip postcode phone account digits id extension',
    opensClause: 'if when because since although though while unless before after once whenever',
  },
  de: {
    join: `
      und oder aber weil denn dass ob wenn als obwohl damit sondern sowie bevor nachdem während falls
      bis doch also`,
    preposition: `
      in im an am auf aus bei beim mit nach von vom vor zu zum zur für über unter um durch gegen ohne
      zwischen wegen seit ab per pro laut neben hinter statt trotz`,
    determiner: `
      der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner dein
      deine deinen sein seine seinen ihr ihre ihren ihrem unser unsere euer eure dieser diese dieses
      diesen diesem kein keine keinen jede jeder jedes jeden welche welcher welches sehr ganz etwas
      noch nur auch so zu ungefähr etwa`,
    filler: 'äh ähm öh öhm hm hmm tja naja also ja ehm mh',
    subject: 'ich du er sie es wir ihr man das',
    auxiliary: `
      bin bist ist sind seid war waren habe hast hat haben hatte hatten werde wird werden würde würden
      kann kannst können könnte könnten muss müssen soll sollte sollen will wollen wollte möchte
      möchten darf dürfen mag nicht`,
    needsObject: `
      brauche braucht suche sucht nehme nimmt hätte gerne gern wollte bestelle schicke gebe zeige sage
      meine glaube denke finde frage versuche`,
    question: 'was wann wo wer wen wem wessen warum wieso weshalb wie woher wohin wieviel welcher',
    closer: `
      bitte danke heute morgen gestern jetzt später wieder ja nein doch okay ok genau richtig klar
      tschüss hallo an aus ab auf mit bitteschön gut`,
    number: `
      null eins ein zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
      fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig
      achtzig neunzig hundert tausend`,
    announcesNumber: 'nummer telefonnummer kontonummer code pin postleitzahl kundennummer rufnummer',
    opensClause: 'wenn weil da obwohl falls als nachdem bevor während sobald',
  },
  es: {
    join: 'y e o u pero porque que si cuando aunque mientras como pues sino ni donde así',
    preposition: `
      a al de del en con por para sin sobre entre hasta desde hacia según contra durante ante bajo tras
      mediante`,
    determiner: `
      el la los las un una unos unas mi mis tu tus su sus nuestro nuestra este esta estos estas ese esa
      esos esas aquel aquella cada algún alguna ningún ninguna otro otra muy más menos tan casi`,
    filler: 'eh em este pues bueno mmm ehm digamos',
    subject: 'yo tú usted él ella nosotros ustedes ellos ellas',
    auxiliary: `
      soy eres es somos son era fue estoy está están estaba he has ha hemos han había voy va vamos van
      puedo puede podría quiero quería quisiera debo debe tengo tiene no se me te le lo`,
    needsObject: `
      necesito busco quiero quisiera dame deme dígame creo pienso digo envíe mandar pedir comprar`,
    question: 'qué cuándo dónde quién cuál cuáles cómo cuánto cuánta cuántos por',
    closer: `
      favor gracias hoy mañana ayer ahora luego sí no vale claro bien adiós hola también ya aquí allí`,
    number: `
      cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
      dieciséis veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien mil`,
    announcesNumber: 'número teléfono código cuenta pin postal',
    opensClause: 'si cuando porque aunque como mientras',
  },
  fr: {
    join: 'et ou mais parce que car donc si quand lorsque comme puisque alors ni où dont qui puis',
    preposition: `
      à au aux de du des en dans avec pour par sans sur sous entre chez vers depuis pendant contre
      avant après jusque jusqu`,
    determiner: `
      le la les l un une mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette
      ces quel quelle quels chaque aucun aucune très plus moins trop assez presque environ d j m t s n
      c qu`,
    filler: 'euh heu ben bah hum enfin bref voilà quoi',
    subject: "je tu il elle on nous vous ils elles j'ai c'est",
    auxiliary: `
      suis es est sommes êtes sont était ai as a avons avez ont avais avait vais va allons allez vont
      peux peut pourrais pourrait veux voudrais dois doit ne n'ai n'est faut`,
    needsObject: `
      cherche besoin aimerais voudrais veux pense crois envoyez donnez dites montrez prendre acheter`,
    question: 'quoi quand où qui quel quelle pourquoi comment combien que',
    closer: `
      plaît merci aujourd'hui demain hier maintenant oui non accord bien revoir bonjour aussi ici pas`,
    number: `
      zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
      vingt trente quarante cinquante soixante cent mille`,
    announcesNumber: 'numéro téléphone code compte postal',
    opensClause: 'si quand lorsque comme puisque',
  },
  it: {
    join: 'e ed o ma perché che se quando mentre come quindi però anche né dove oppure sebbene',
    preposition: `
      a al alla ai alle di del della dei delle degli dello in nel nella con col per da dal dalla su sul
      sulla tra fra senza verso contro durante sotto sopra fino`,
    determiner: `
      il lo la i gli le un uno una mio mia miei mie tuo tua suo sua suoi sue nostro nostra vostro
      vostra questo questa questi queste quel quella quello quei ogni nessun nessuna qualche altro
      altra molto più meno troppo quasi`,
    filler: 'ehm eh mmm allora cioè dunque insomma beh',
    subject: 'io tu lui lei noi voi loro',
    auxiliary: `
      sono sei è siamo siete era ero ho hai ha abbiamo avete hanno aveva vado va posso può potrei
      potrebbe voglio vorrei devo deve non mi ti si ci c'è`,
    needsObject: 'cerco bisogno vorrei voglio prendo credo penso mandi dammi dica',
    question: 'cosa quando dove chi quale quali come quanto quanta quanti perché',
    closer: `
      favore grazie oggi domani ieri adesso ora dopo sì no bene ciao certo arrivederci qui anche esatto`,
    number: `
      zero uno una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici
      quindici sedici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille`,
    announcesNumber: 'numero telefono codice conto postale',
    opensClause: 'se quando perché siccome sebbene mentre',
  },
  pt: {
    join: 'e ou mas porque que se quando embora enquanto como pois nem onde então',
    preposition: `
      a ao à aos às de do da dos das em no na nos nas num numa com por pelo pela para pra sem sobre
      entre até desde contra durante sob`,
    determiner: `
      o os as um uma uns umas meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta
      esse essa aquele aquela cada algum alguma nenhum nenhuma outro outra muito mais menos tão quase`,
    filler: 'hã hum é tipo assim bom bem né ahn',
    subject: 'eu tu você ele ela nós vocês eles elas',
    auxiliary: `
      sou é somos são era foi estou está estão estava tenho tem temos têm tinha vou vai vamos vão posso
      pode poderia quero queria gostaria devo deve não me te se`,
    needsObject: 'preciso procuro quero queria gostaria acho penso mande envie diga mostre comprar',
    question: 'quando onde quem qual quais como quanto quanta quantos quê',
    closer: `
      favor obrigado obrigada hoje amanhã ontem agora depois sim não claro certo tchau olá também aqui`,
    number: `
      zero um uma dois duas três quatro cinco seis meia sete oito nove dez onze doze treze quatorze
      quinze dezesseis vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem mil`,
    announcesNumber: 'número telefone código conta cep',
    opensClause: 'se quando porque embora como enquanto',
  },
  hi: {
    join: 'और या लेकिन मगर क्योंकि कि अगर जब तो पर परंतु इसलिए ताकि जैसे',
    preposition: 'का की के को से में पर तक लिए साथ बारे पास ने द्वारा बिना',
    determiner: `
      मेरा मेरी मेरे आपका आपकी आपके उसका उसकी उनका हमारा हमारी यह ये वह वो एक कोई कुछ हर बहुत थोड़ा इस
      उस`,
    filler: 'उम अं हम्म मतलब तो अच्छा देखिए',
    subject: 'मैं हम तुम आप वह वे मुझे हमें',
    auxiliary: 'नहीं मत',
    needsObject: '',
    question: 'क्या कब कहाँ कहां कौन कौनसा क्यों कैसे कितना कितने कितनी किस',
    closer: 'है हैं हूँ हूं था थी थे गा गी गे दीजिए कीजिए चाहिए धन्यवाद शुक्रिया हाँ हां जी नमस्ते',
    number: 'शून्य एक दो तीन चार पांच पाँच छह सात आठ नौ दस ग्यारह बारह बीस तीस चालीस पचास सौ हज़ार',
    announcesNumber: 'नंबर नम्बर कोड खाता पिन',
    opensClause: 'अगर जब क्योंकि यदि',
  },
  ja: {
    join: 'そして けど けれど けれども が から ので のに たら れば なら と て で し でも だから',
    preposition: 'を に へ で と から まで より について は も が',
    determiner: 'の この その あの どの',
    filler: 'えっと えーと あの あのー その ええと うーん えー まあ なんか',
    subject: '私は 僕は 私が',
    auxiliary: '',
    needsObject: '',
    question: '何 いつ どこ 誰 なぜ どう いくら',
    closer: 'です ます ください か ました ません でした ね よ ありがとう はい いいえ お願いします でしょう',
    number: 'ゼロ 零 一 二 三 四 五 六 七 八 九 十 百 千 万',
    announcesNumber: '番号 コード',
    opensClause: 'もし',
  },
  zh: {
    join: '和 跟 或者 还是 但是 可是 因为 所以 如果 虽然 然后 而且 以及 不过 要是 并且',
    preposition: '在 从 到 对 给 向 把 被 为 为了 关于 比 跟 用 由',
    determiner: '的 一个 这个 那个 这 那 我的 你的 很 非常 最 更 比较 每 几个 一些',
    filler: '嗯 呃 那个 就是 这个 啊 额',
    subject: '我 你 您 他 她 我们 你们 他们',
    auxiliary: '是 会 能 可以 要 想 应该 不 没 没有 有',
    needsObject: '需要 想要 订 买 找 告诉 觉得 认为 帮我 请 请问',
    question: '为什么 怎么 多少 哪里 哪个 谁',
    closer: '吗 吧 呢 了 谢谢 好的 好 对 是的 再见 什么 你好',
    number: '零 一 二 两 三 四 五 六 七 八 九 十 百 千 万 幺',
    announcesNumber: '号码 电话 账号 密码 验证码',
    opensClause: '如果 因为 虽然 要是 当',
  },
};
