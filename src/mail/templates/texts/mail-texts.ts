/** Everything that the mails say, in one language. */
export interface MailTexts {
  /** BCP 47, for the `lang` attribute. */
  readonly language: string;
  readonly insteadOfTheButton: string;
  readonly verifyEmail: {
    subject(appName: string): string;
    readonly preview: string;
    readonly heading: string;
    request(appName: string): string;
    readonly button: string;
    readonly insteadOfTheLink: string;
    readonly validity: string;
    readonly notYou: string;
  };
  readonly accountExists: {
    subject(appName: string): string;
    readonly preview: string;
    readonly heading: string;
    attempt(appName: string): string;
    readonly wasYou: string;
    button(appName: string): string;
    readonly notYou: string;
  };
}
