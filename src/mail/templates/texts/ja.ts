import type { MailTexts } from './mail-texts.js';

const validFor24Hours = 'リンクの有効期間は24時間、コードの有効期間は10分です。どちらも他の人に教えないでください。';
const nothingToDo = 'お心当たりがある場合は、何もする必要はありません。';

export const ja: MailTexts = {
  language: 'ja',
  insteadOfTheButton: 'ボタンを押しても開かない場合は、次のアドレスを開いてください：',
  insteadOfTheLink: 'または、入力を求められた画面に次のコードを入力してください：',
  goTo: (appName) => `${appName}を開く`,
  facts: {
    time: (time) => `日時：${time}`,
    device: (name) => `デバイス：「${name}」`,
    unknownDevice: 'デバイス：不明',
    ip: (address) => `IPアドレス：${address}`,
  },
  verifyEmail: {
    subject: (appName) => `【${appName}】メールアドレスの確認をお願いします`,
    preview: 'リンクを開くか、コードを入力すると完了します。',
    heading: 'メールアドレスの確認',
    request: (appName) =>
      `${appName}にこのメールアドレスが登録されました。ご本人のメールアドレスであることをご確認ください。`,
    button: 'メールアドレスを確認する',
    validity: validFor24Hours,
    notYou: 'お心当たりがない場合は、このメールを無視してください。リンクやコードを使わない限り、何も起こりません。',
  },
  confirmEmailChange: {
    subject: (appName) => `【${appName}】新しいメールアドレスの確認をお願いします`,
    preview: 'リンクを開くか、コードを入力すると変更が完了します。',
    heading: '新しいメールアドレスの確認',
    request: (appName) =>
      `${appName}のアカウントでこのメールアドレスを使いたいという申請がありました。ご本人のメールアドレスであることをご確認ください。`,
    button: '新しいメールアドレスを確認する',
    validity: validFor24Hours,
    notYou: 'お心当たりがない場合は、このメールを無視してください。リンクやコードを使わない限り、何も変わりません。',
  },
  passwordReset: {
    subject: (appName) => `【${appName}】パスワードの再設定`,
    preview: 'リンクを開くか、コードを入力して、新しいパスワードを設定してください。',
    heading: 'パスワードの再設定',
    request: (appName) => `${appName}のアカウントについて、パスワードの再設定が申請されました。`,
    button: '新しいパスワードを設定する',
    validity: 'リンクの有効期間は30分、コードの有効期間は10分です。どちらも他の人に教えないでください。',
    notYou: 'お心当たりがない場合は、このメールを無視してください。パスワードは変更されません。',
  },
  invitation: {
    subject: (appName) => `【${appName}】アカウントのご案内`,
    preview: 'パスワードを設定すると、ご利用を開始できます。',
    heading: 'アカウントが作成されました',
    request: (appName) =>
      `このメールアドレスで${appName}のアカウントが作成されました。パスワードを設定して、ご利用を開始してください。`,
    button: 'パスワードを設定する',
    validity: 'リンクの有効期間は7日間です。他の人に教えないでください。',
    notYou: 'お心当たりがない場合は、このメールを無視してください。',
  },
  accountExists: {
    subject: (appName) => `【${appName}】すでにアカウントをお持ちです`,
    preview: 'お使いのメールアドレスが入力されましたが、何も変わっていません。',
    heading: 'すでにアカウントをお持ちです',
    news: (appName) =>
      `${appName}のアカウントにこのメールアドレスを使おうとする操作がありました。このメールアドレスはすでにアカウントに登録されており、そのアカウントには何も変更はありません。`,
    wasYou:
      'お心当たりがある場合は、いつものようにサインインしてください。パスワードをお忘れのときは、そちらで再設定できます。',
    notYou: 'お心当たりがない場合は、何もする必要はありません。',
  },
  emailChangeRequested: {
    subject: (appName) => `【${appName}】メールアドレスの変更が申請されました`,
    preview: 'お心当たりがない場合は、パスワードを再設定してください。',
    heading: 'メールアドレスの変更が申請されました',
    news: (appName, newEmail) =>
      `${appName}のアカウントのメールアドレスを${newEmail}に変更する申請がありました。新しいメールアドレスが確認されるまで、何も変わりません。`,
    wasYou: 'お心当たりがある場合は、新しいメールアドレスに届いたメールを開いてください。',
    notYou:
      'お心当たりがない場合は、すぐにパスワードを再設定してください。変更が取り消され、すべてのデバイスからサインアウトされます。',
  },
  emailChanged: {
    subject: (appName) => `【${appName}】メールアドレスが変更されました`,
    preview: '今後のメールは新しいメールアドレスに届きます。',
    heading: 'メールアドレスが変更されました',
    news: (appName, newEmail) =>
      `${appName}のアカウントのメールアドレスが${newEmail}に変更されました。このメールアドレスではサインインできなくなりました。`,
    wasYou: nothingToDo,
    notYou:
      'お心当たりがない場合は、すぐにこのサービスの運営者にご連絡ください。このメールアドレスからはパスワードを再設定できなくなっています。',
  },
  passwordChanged: {
    subject: (appName) => `【${appName}】パスワードが変更されました`,
    preview: 'お心当たりがない場合は、すぐにパスワードを再設定してください。',
    heading: 'パスワードが変更されました',
    news: (appName) =>
      `${appName}のアカウントのパスワードが変更されました。これにより、他のデバイスからはサインアウトされました。`,
    wasYou: nothingToDo,
    notYou: 'お心当たりがない場合は、すぐにパスワードを再設定してください。',
  },
  newSignIn: {
    subject: (appName) => `【${appName}】新しいデバイスからのサインイン`,
    preview: 'これまでに使われたことのないデバイスからです。ご本人ですか。',
    heading: '新しいデバイスからのサインイン',
    news: (appName) => `${appName}のアカウントに、これまでに使われたことのないデバイスからサインインがありました。`,
    wasYou: nothingToDo,
    notYou: 'お心当たりがない場合は、すぐにパスワードを再設定してください。すべてのデバイスからサインアウトされます。',
  },
  refreshTokenReused: {
    subject: (appName) => `【${appName}】安全のためセッションを終了しました`,
    preview: 'セッションの鍵が二度使われました。もう一度サインインしてください。',
    heading: '安全のためセッションを終了しました',
    news: (appName) =>
      `${appName}のアカウントのセッションを一つ終了しました。セッションの鍵が二度使われたため、他の人がその写しを持っているおそれがあります。`,
    wasYou: 'そのデバイスでもう一度サインインしてください。',
    notYou: 'ご不安な場合は、パスワードを変更してください。他のすべてのデバイスからサインアウトされます。',
  },
  identityLinked: {
    subject: (appName) => `【${appName}】新しいサインイン方法が追加されました`,
    preview: '別のアカウントが連携されました。ご本人ですか。',
    heading: '新しいサインイン方法が追加されました',
    news: (appName, providerName) => `${appName}のアカウントに、${providerName}でもサインインできるようになりました。`,
    wasYou: nothingToDo,
    notYou:
      'お心当たりがない場合は、すぐにパスワードを再設定してください。すべてのデバイスからサインアウトされます。その後、アカウントからこのサインイン方法を削除してください。',
  },
  identityUnlinked: {
    subject: (appName) => `【${appName}】サインイン方法が削除されました`,
    preview: '別のアカウントとの連携が解除されました。ご本人ですか。',
    heading: 'サインイン方法が削除されました',
    news: (appName, providerName) => `${appName}のアカウントに、${providerName}ではサインインできなくなりました。`,
    wasYou: nothingToDo,
    notYou: 'お心当たりがない場合は、すぐにパスワードを再設定してください。すべてのデバイスからサインアウトされます。',
  },
};
