import type { Sentences } from './en.ts';

/** Portuguese. */
export const pt: Sentences = {
  greeting: 'Olá. Como posso ajudar?',
  welcomeBack: 'Ainda estou aqui. Pode continuar.',
  takeover: 'Desculpe, perdi o fio da conversa e preciso recomeçar. O que posso fazer por você?',
  introduction: 'Olá, já me contaram do que se trata. Pode continuar.',
  apology: 'Desculpe, não consigo pensar em uma resposta agora. Tente de novo daqui a pouco, por favor.',
  notUnderstood: 'Desculpe, não entendi. Pode repetir?',
  stillNotUnderstood: 'Desculpe, ainda não consigo entender. Pode chegar mais perto do microfone ou digitar?',
  stillThere: 'Você ainda está aí?',
  goodbye: 'Obrigado por ligar. Até logo.',
  timeIsUp: 'Desculpe, nosso tempo acabou. Obrigado por ligar. Até logo.',
  slower: 'Certo, vou falar mais devagar.',
  faster: 'Certo, vou falar mais rápido.',
  slowest: 'Desculpe, não consigo falar mais devagar.',
  fastest: 'Desculpe, não consigo falar mais rápido.',
  waiting: ['Um momento, por favor.', 'Ainda estou trabalhando nisso.'],
  progress: 'Já fiz {percent} por cento.',
  mayI: 'Posso continuar com isto: {tool}? Diga sim ou não, por favor.',
  mayITransfer: 'Quer que eu passe a ligação para uma pessoa agora?',
  mayIHangUp: 'Posso desligar agora?',
  mayISend: 'Quer que eu envie isso para a sua tela?',
  mayIForget: 'Quer que eu esqueça tudo o que sei sobre você?',
};
