import { accounts } from './sections/accounts.js';
import { addresses } from './sections/addresses.js';
import { avatars } from './sections/avatars.js';
import { events } from './sections/events.js';
import { log } from './sections/log.js';
import { mail } from './sections/mail.js';
import { providers } from './sections/providers.js';
import { server } from './sections/server.js';
import { storage } from './sections/storage.js';
import { tokens } from './sections/tokens.js';
import type { Setting } from './setting.js';

/** Every setting, once, in the order of the documentation. The names are those of `Settings`. */
export const settingsTable = {
  ...server,
  ...storage,
  ...addresses,
  ...tokens,
  ...accounts,
  ...providers,
  ...events,
  ...avatars,
  ...mail,
  ...log,
};

export const sections: Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>> = {
  'The server': server,
  'Database and secret': storage,
  Addresses: addresses,
  'Tokens and sessions': tokens,
  Accounts: accounts,
  'Google and other providers': providers,
  Events: events,
  Pictures: avatars,
  Mail: mail,
  Log: log,
};

type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** What the server was told, checked and in the types that the code works with. */
export type Settings = { readonly [Name in keyof typeof settingsTable]: ValueOf<(typeof settingsTable)[Name]> };
