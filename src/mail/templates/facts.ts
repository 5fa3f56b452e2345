import type { MailBlock } from './mail-document.js';
import { tamedName } from './tamed-name.js';
import type { MailTexts } from './texts/mail-texts.js';

interface SignInFacts {
  /** ISO 8601. */
  readonly at: string;
  readonly deviceName: string | null;
  readonly ip?: string | null;
}

/** When, from which device and from where, for the reader to know it again or not. */
export function signInFacts({ at, deviceName, ip = null }: SignInFacts, { language, facts }: MailTexts): MailBlock[] {
  const device = tamedName(deviceName ?? '');
  const lines = [
    facts.time(instantIn(language, new Date(at))),
    device === '' ? facts.unknownDevice : facts.device(device),
    ...(ip === null ? [] : [facts.ip(ip)]),
  ];
  return [{ type: 'facts', lines }];
}

/** In UTC and saying so: where the reader is we don't know. */
function instantIn(language: string, instant: Date): string {
  const format = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(language, format).format(instant)} UTC`;
}
