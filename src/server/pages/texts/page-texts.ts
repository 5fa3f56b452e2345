/** What a page says about asking for another mail. */
export interface NewMailTexts {
  readonly title: string;
  readonly explain: string;
  readonly button: string;
  /** The same for every address. */
  readonly sent: (email: string) => string;
  /** For a link that is over, of which the person may not know that it has done its work. */
  readonly whenUsed: string;
}

/** Everything that the pages say, in one language. */
export interface PageTexts {
  /** BCP 47, for the `lang` attribute. */
  readonly language: string;
  readonly email: string;
  readonly invalidEmail: string;
  readonly verifyEmail: {
    readonly title: string;
    readonly explain: (appName: string) => string;
    readonly button: string;
    readonly doneTitle: string;
    readonly done: (email: string) => string;
    /** Where several had registered with the address, and a password must be chosen now. */
    readonly donePassword: (email: string) => string;
    readonly next: string;
  };
  readonly resetPassword: {
    readonly title: string;
    readonly explain: (appName: string) => string;
    readonly label: string;
    readonly hint: (min: number, max: number) => string;
    readonly show: string;
    readonly button: string;
    readonly acceptable: string;
    readonly tooShort: (min: number) => string;
    readonly tooLong: (max: number) => string;
    readonly tooCommon: string;
    readonly reused: string;
    readonly doneTitle: string;
    readonly done: string;
  };
  readonly signIn: {
    readonly title: string;
    readonly explain: string;
    readonly button: string;
    readonly choose: string;
    /** A link that begins a sign-in. */
    readonly with: (provider: string) => string;
    readonly doneTitle: string;
    readonly done: (email: string) => string;
    readonly linked: string;
    readonly next: string;
    /** @param code such as access_denied */
    readonly failed: (code: string) => string;
  };
  readonly deadLink: {
    readonly title: string;
    readonly expired: string;
    readonly used: string;
    readonly another: string;
  };
  readonly newMail: {
    readonly 'verify-email': NewMailTexts;
    readonly 'reset-password': NewMailTexts;
    readonly sentTitle: string;
    readonly spam: string;
    /** @param wait such as "60 seconds" */
    readonly again: (wait: string) => string;
    readonly askAgain: string;
  };
  readonly trouble: {
    readonly title: string;
    readonly malformed: string;
    readonly tooLarge: string;
    readonly elsewhere: string;
    /** @param requestId for whoever looks into the log */
    readonly failed: (requestId: string) => string;
    readonly rateLimited: (wait: string) => string;
    readonly unavailable: (wait: string) => string;
  };
}
