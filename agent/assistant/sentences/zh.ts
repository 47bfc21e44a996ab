import type { Sentences } from './en.ts';

/** Chinese. */
export const zh: Sentences = {
  greeting: '您好，请问有什么可以帮您？',
  welcomeBack: '我还在，请继续说。',
  takeover: '对不起，刚才的话我没接上，只能重新开始。请问有什么可以帮您？',
  introduction: '您好，我已经知道是什么事了，请继续说。',
  apology: '对不起，我现在想不出答案，请过一会儿再试。',
  notUnderstood: '不好意思，我没听清，请您再说一遍，好吗？',
  stillNotUnderstood: '抱歉，我还是没听清。您可以靠近麦克风一些，或者打字告诉我吗？',
  stillThere: '您还在吗？',
  goodbye: '感谢您的来电，再见。',
  timeIsUp: '对不起，我们的时间到了。感谢您的来电，再见。',
  slower: '好的，我说慢一点。',
  faster: '好的，我说快一点。',
  slowest: '对不起，我不能再慢了。',
  fastest: '对不起，我不能再快了。',
  waiting: ['请稍等。', '我还在处理。'],
  progress: '已经完成百分之{percent}。',
  mayI: '我可以继续这样做吗：{tool}？请说可以或不可以。',
  mayITransfer: '现在要为您转接人工吗？',
  mayIHangUp: '现在要挂断吗？',
  mayISend: '要发到您的屏幕上吗？',
  mayIForget: '要忘记我所知道的关于您的一切吗？',
};
