/** Everything that the mails say, in one language. */
export interface MailTexts {
  /** BCP 47, for the `lang` attribute and for dates. */
  readonly language: string;
  readonly insteadOfTheButton: string;
  readonly insteadOfTheLink: string;
  /** The button of notices. */
  goTo(this: void, appName: string): string;
  /** Whole lines. */
  readonly facts: {
    time(this: void, time: string): string;
    /** The name in quotation marks: it is somebody else's text. */
    device(this: void, name: string): string;
    readonly unknownDevice: string;
    ip(this: void, address: string): string;
  };
  readonly verifyEmail: LinkMailTexts;
  readonly confirmEmailChange: LinkMailTexts;
  readonly passwordReset: LinkMailTexts;
  readonly invitation: LinkMailTexts;
  readonly accountExists: NoticeTexts;
  readonly emailChangeRequested: NoticeTexts<[newEmail: string]>;
  readonly emailChanged: NoticeTexts<[newEmail: string]>;
  readonly passwordChanged: NoticeTexts;
  readonly newSignIn: NoticeTexts;
  readonly refreshTokenReused: NoticeTexts;
  readonly identityLinked: NoticeTexts<[providerName: string]>;
  readonly identityUnlinked: NoticeTexts<[providerName: string]>;
}

interface Opening {
  subject(this: void, appName: string): string;
  /** What an inbox shows beside the subject. */
  readonly preview: string;
  readonly heading: string;
}

export interface LinkMailTexts extends Opening {
  request(this: void, appName: string): string;
  readonly button: string;
  /** How long the link works, and the code. */
  readonly validity: string;
  readonly notYou: string;
}

export interface NoticeTexts<More extends readonly string[] = []> extends Opening {
  news(this: void, appName: string, ...more: More): string;
  readonly wasYou: string;
  readonly notYou: string;
}
