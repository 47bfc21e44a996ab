import type { en } from './en.ts';
import { createQuantities } from './quantities.ts';

const { count, ms, msRange, seconds } = createQuantities('ja');

/** Every sentence of the page, in Japanese. */
export const ja: typeof en = {
  tag: 'ja',
  title: 'Parley',
  welcome: {
    heading: '声で話しましょう。',
    text: '通話を始めてマイクを許可し、電話のように話してください。いつでも割り込めます。',
  },
  buttons: {
    start: '通話を始める',
    again: 'もう一度かける',
    retry: 'もう一度試す',
    cancel: '発信をやめる',
    end: '通話を終える',
    mute: 'マイクをオフにする',
    unmute: 'マイクをオンにする',
    sound: '音声をオンにする',
    talk: '押している間だけ話す',
  },
  state: {
    idle: '準備完了',
    calling: '発信中',
    returning: '通話に戻っています',
    recovering: '別のエージェントを呼んでいます',
    reconnecting: '再接続中',
    listening: '聞いています',
    hearing: '声が届いています',
    thinking: '考えています',
    speaking: '話しています',
    muted: 'マイクはオフです',
    released: '押している間だけ話せます',
    ended: '通話が終わりました',
  },
  announcements: {
    calling: 'エージェントを呼び出しています。',
    returning: '通話に戻っています。',
    recovering: 'エージェントが失われました。別のエージェントが参加します。',
    live: 'エージェントが応答しました。お話しください。',
    ended: '通話が終わりました。',
  },
  history: {
    heading: '会話',
    empty: 'お二人の発言がここに表示されます。',
    speakers: { caller: 'あなた', agent: 'Parley' },
    typed: '入力',
    interrupted: '中断',
    from: (sources: string) => `出典: ${sources}`,
    page: (number: number) => `${number}ページ`,
    tool: 'ツール',
    toolStates: {
      asking: '確認中',
      running: '実行中',
      done: '完了',
      failed: '失敗',
      cancelled: '取り消し',
      declined: '許可なし',
    },
    sent: '送信',
    took: ms,
    input: 'メッセージを入力',
    send: '送信',
    notSent: '送信できませんでした。接続がありません。少し待ってからお試しください。',
    copy: 'この行をコピー',
    copyAll: '会話をコピー',
    downloadText: 'TXT で保存',
    downloadJson: 'JSON で保存',
    copied: 'コピーしました',
    notCopied: 'ブラウザーがコピーを許可しませんでした',
  },
  models: {
    heading: 'この通話のモデル',
    assistant: 'アシスタント',
    language: '言語',
    noOther: (language: string) => `${language}（このモデルは他の言語を聞き取れません）`,
    llm: '言語モデル',
    stt: '音声認識',
    tts: '音声合成',
    voice: '声',
    offlineTitle: '言語モデルが接続されていません',
    offlineText:
      '回答は knowledge/ の文書から読み上げられます。モデルを接続するには LLM_BASE_URL を設定してください。',
  },
  timing: {
    heading: '所要時間',
    turn: (turn) => `${count(turn)} 回目`,
    total: (durationMs) => `回答まで ${ms(durationMs)}`,
    span: msRange,
    saved: (durationMs) => `先読みで ${ms(durationMs)} 短縮しました。`,
    discarded: (attempts, tokens, audioMs) =>
      `使われなかった準備: ${count(attempts)} 件（${count(tokens)} トークン、音声 ${seconds(audioMs)}）。`,
    outcomes: { interrupted: '中断', lost: '回答なし' },
    history: {
      caption: (answers, p50Ms, p95Ms) =>
        `この通話の回答: ${count(answers)} 件。半数は ${ms(p50Ms)} 以内、95% は ${ms(p95Ms)} 以内です。`,
      decision: '発話の終わりまで',
      answer: 'そこから回答まで',
    },
    slow: {
      heading: '遅れた理由',
      unsure: (durationMs) => `文が途中のように聞こえたため、${ms(durationMs)} 長く待ちました。`,
      stt: (durationMs) => `音声認識に ${ms(durationMs)} 余計にかかりました。`,
      redone: (durationMs) => `先に準備した回答が合わなくなり、作り直しに ${ms(durationMs)} かかりました。`,
      llm: (durationMs) => `言語モデルの開始が ${ms(durationMs)} 遅れました。`,
      clause: (durationMs) => `言語モデルの最初の言葉が ${ms(durationMs)} 遅れました。`,
      tts: (durationMs) => `音声合成の開始が ${ms(durationMs)} 遅れました。`,
      output: (durationMs) => `用意できた音声が、送り出されるまで ${ms(durationMs)} 待ちました。`,
      noReply: () => 'ターンが終わったとき、言語モデルはまだ答え始めていませんでした。',
      noSpeech: () => 'ターンが終わったとき、言葉はあってもまだ音声がありませんでした。',
      first: '通話の最初の回答は遅くなりがちです。',
    },
    parts: {
      decision: '発話の終わり',
      stt: '音声認識',
      llm: '言語モデル',
      clause: '最初の言葉',
      tts: '音声合成',
      output: '送出',
    },
    explanations: {
      decision: '最後の音から、話し終えたと判断するまで',
      stt: '要求からテキストが届くまで',
      llm: '要求から最初のトークンまで',
      clause: '最初のトークンから、話し始められる量になるまで',
      tts: '要求から最初の音声まで',
      output: 'そこから音声が送り出されるまで',
    },
  },
  sound: {
    heading: '音声',
    open: '音声設定',
    close: '完了',
    microphone: 'マイク',
    speaker: 'スピーカー',
    systemDefault: 'システムの既定',
    level: 'マイクの音量',
    testMicrophone: 'マイクをテスト',
    testHint: '何か話してください。声が届くとバーが動きます。',
    testSpeaker: 'テスト音を再生',
    volume: 'エージェントの音量',
    pushToTalk: 'プッシュトゥトーク',
    pushToTalkHint: 'スペースキーかボタンを押している間だけマイクが開きます。',
    speakerFixed: 'このブラウザーではシステムの出力先で再生されます。',
  },
  network: {
    label: '接続',
    excellent: '良好',
    good: '普通',
    poor: '不良',
    lost: '切断',
  },
  hints: {
    reconnecting: {
      title: '接続が途切れています',
      advice: '戻り次第、通話が続きます。',
    },
    agentLost: {
      title: 'エージェントが失われました',
      advice: '別のエージェントが参加します。',
    },
    silentMicrophone: {
      title: 'マイクから音が届いていません',
      advice: 'ミュートになっていませんか。別のマイクを使う場合は音声設定をご覧ください。',
    },
    microphoneLost: {
      title: 'マイクが見つからなくなりました',
      advice: 'つなぎ直すか音声設定で別のマイクを選び、マイクをオンにしてください。',
    },
    microphoneChanged: {
      title: '別のマイクを使っています',
      advice: 'お使いのマイクが外れました。システムのマイクで通話が続きます。',
    },
  },
  signIn: {
    label: 'キーまたは招待',
    hint: 'このサーバーは発信者を確認します。キーを入力するか、招待のリンクを開いてください。',
    submit: '続ける',
    development: '開発モード：このコンピューター上の誰でも通話できます。',
  },
  embed: {
    label: '音声通話',
    refused: 'このサイトには有効なキーまたは招待がありません。ページを再読み込みしてもう一度お試しください。',
  },
  problems: {
    microphoneDenied: {
      title: 'マイクがブロックされています',
      advice: 'ブラウザーのアドレスバーでこのページのマイクを許可してから、もう一度お試しください。',
    },
    microphoneMissing: {
      title: 'マイクが見つかりません',
      advice: 'マイクを接続するかオンにしてから、もう一度お試しください。',
    },
    microphoneBusy: {
      title: 'マイクは使用中です',
      advice: '別のプログラムが使っています。そのプログラムを閉じてから、もう一度お試しください。',
    },
    microphoneUnavailable: {
      title: 'ここではマイクを使えません',
      advice: 'ブラウザーは安全なページでのみマイクを許可します。HTTPS または localhost で開いてください。',
    },
    tokenServerUnreachable: {
      title: 'サーバーが応答しません',
      advice: '接続と、トークンサーバーが動いていることを確認してから、もう一度お試しください。',
    },
    credentialRefused: {
      title: 'キーまたは招待が受け付けられませんでした',
      advice: '不明、使用済み、取り消し済み、または期限切れです。別のものを入力してください。',
    },
    originRefused: {
      title: 'このサイトからは通話できません',
      advice:
        'サーバーは許可したサイトからの通話だけを受け付けます。サーバーの管理者はこのサイトを CORS_ORIGINS に追加できます。',
    },
    tokenRefused: {
      title: 'サーバーがこの通話を受け付けませんでした',
      advice: '応答は有効な通話チケットではありませんでした。トークンサーバーのログを確認してください。',
    },
    livekitUnreachable: {
      title: '通話を接続できませんでした',
      advice:
        'サーバーが応答しないか、通話を拒否しました。動いていることを確認してから、もう一度お試しください。',
    },
    agentMissing: {
      title: '応答がありません',
      advice:
        'エージェントが 10 秒以内に参加しませんでした。起動中か対応中かもしれません。少し待ってからお試しください。',
    },
    agentLeft: {
      title: 'エージェントが通話から離れました',
      advice: '予期せず停止しました。続けるにはもう一度かけてください。',
    },
    tokenServerFailed: {
      title: 'サーバーに問題があります',
      advice:
        '通話を用意できませんでした。少し待ってからもう一度お試しください。詳しくはサーバーのログにあります。',
    },
    tooManyCalls: {
      title: '通話が多すぎます',
      advice: '今はここからの通話をこれ以上受け付けられません。1分ほど待ってからもう一度お試しください。',
    },
    continuedElsewhere: {
      title: '通話は別の場所で続いています',
      advice: '別のウィンドウで開かれました。',
    },
    connectionLost: {
      title: '接続が切れました',
      advice: 'ネットワークを確認してから、もう一度かけてください。',
    },
  },
};
