import { type DatabaseTarget, parseDatabaseUrl } from '../database/database-url.js';
import { defaultDocumentLimits, type DocumentLimits } from '../graphql/limits/document-limits.js';
import { type Duration, seconds } from '../kernel/duration.js';
import { isOneMailbox } from '../mail/mail-transport.js';
import { type LimitOverrides, overridable, type Rate } from '../rate-limits/limits.js';
import type { Kind } from './setting.js';

/** A mailbox with the name that mail programs show. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export const MIN_SECRET_LENGTH = 32;
/** Random text of that length has far more; repeated letters have fewer. */
const MIN_DIFFERENT_CHARACTERS = 6;

export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  return {
    expected: `one of ${choices.join(', ')}`,
    parse: (text) => choices.find((choice) => choice === text),
  };
}

export const onOff: Kind<boolean> = {
  expected: 'on or off (or true or false)',
  parse: (text) => (/^(on|true)$/i.test(text) ? true : /^(off|false)$/i.test(text) ? false : undefined),
};

export function wholeNumber(min: number, max: number): Kind<number> {
  return {
    expected: `a whole number from ${min} to ${max}`,
    parse(text) {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

/** A whole number of the unit that the variable's name tells. */
export function lengthOfTime(unit: (count: number) => Duration, min: number, max: number): Kind<Duration> {
  const count = wholeNumber(min, max);
  return {
    expected: count.expected,
    parse(text, production) {
      const number = count.parse(text, production);
      return number === undefined ? undefined : unit(number);
    },
  };
}

export const hostName: Kind<string> = {
  expected: 'an address or a host name to listen on, such as 127.0.0.1, 0.0.0.0 or ::',
  parse: (text) => (/^[a-z0-9.:_-]+$/i.test(text) ? text : undefined),
};

export const audience: Kind<string> = {
  expected: 'a text without spaces, in ASCII',
  parse: (text) => (/^[\u0021-\u007e]+$/.test(text) ? text : undefined),
};

export const databaseUrl: Kind<DatabaseTarget> = {
  expected:
    'sqlite:PATH, sqlite::memory: or postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with ?sslmode=require, verify-ca (and sslrootcert=FILE) or verify-full for TLS',
  parse: (text) => parseDatabaseUrl(text) ?? undefined,
};

export const smtpUrl: Kind<string> = {
  expected: 'smtp://USER:PASSWORD@HOST:PORT, or smtps:// for TLS from the first byte',
  parse(text) {
    const url = URL.parse(text);
    return /^smtps?:\/\//.test(text) && url !== null && url.hostname !== '' ? text : undefined;
  },
};

export const mailAddress: Kind<MailAddress> = {
  expected: 'an address such as no-reply@example.com, or with a name: Example <no-reply@example.com>',
  parse(text) {
    // A line break or a second address in here would end up in the header of every mail.
    const parts = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>]+)>|([^<>]+))$/u.exec(text);
    const address = parts?.[2] ?? parts?.[3] ?? '';
    return isOneMailbox(address) ? { name: parts?.[1] ?? '', address } : undefined;
  },
};

export const emailAddress: Kind<string> = {
  expected: 'an e-mail address such as admin@example.com',
  parse: (text) => (isOneMailbox(text) ? text : undefined),
};

/** Which passwords are accepted depends on other settings and on whose it is, and is told when it is used. */
export const password: Kind<string> = {
  expected: 'a password by the same rules as any',
  parse: (text) => text,
};

export const apiKey: Kind<string> = {
  expected: 'an API key, without spaces',
  // It goes into a header.
  parse: (text) => (/^[\u0021-\u007e]+$/.test(text) ? text : undefined),
};

/** Client ids and secrets; RFC 6749, appendix A: visible ASCII. */
export const clientCredential: Kind<string> = {
  expected: 'a text without spaces, in ASCII, as the provider shows it',
  parse: (text) => (/^[\u0021-\u007e]{1,500}$/.test(text) ? text : undefined),
};

export const clientIdList: Kind<readonly string[]> = {
  expected: 'client ids without spaces, separated by commas',
  parse(text) {
    const ids = text.split(',').map((id) => id.trim());
    const given = ids.filter((id) => id !== '');
    return given.every((id) => /^[\u0021-\u007e]{1,500}$/.test(id)) ? given : undefined;
  },
};

export function shortText(longest: number): Kind<string> {
  return {
    expected: `a text of at most ${longest} characters on one line`,
    parse: (text) => (/^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(text) && [...text].length <= longest ? text : undefined),
  };
}

export const color: Kind<string> = {
  expected: 'a colour such as "#1d4ed8"',
  parse: (text) => (/^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : undefined),
};

export const secretKey: Kind<string> = {
  expected: `at least ${MIN_SECRET_LENGTH} random characters, and no sample; "openssl rand -base64 48" makes one`,
  parse(text) {
    const isSample = /change.?(me|this)|replace.?(me|this)|your.?secret/i.test(text);
    return text.length >= MIN_SECRET_LENGTH && new Set(text).size >= MIN_DIFFERENT_CHARACTERS && !isSample
      ? text
      : undefined;
  },
};

const limitNames = overridable();

/** For example `login.client=20/60, register.client=off`. */
export const limitOverrides: Kind<LimitOverrides> = {
  expected: `limits separated by commas, each as NAME=TIMES/SECONDS or NAME=off, such as login.client=20/60; the names are ${limitNames.join(', ')}`,
  parse(text) {
    const entries = text.split(',').map((entry) => overrideOf(entry.trim()));
    const read = entries.filter((entry) => entry !== null);
    const names = new Set(read.map(([name]) => name));
    return read.length === entries.length && names.size === read.length ? Object.fromEntries(read) : undefined;
  },
};

function overrideOf(text: string): [string, Rate | null] | null {
  const [, name = '', times, length] = /^([\w.]+) ?= ?(?:(\d{1,6}) ?\/ ?(\d{1,5})|off)$/.exec(text) ?? [];
  if (!limitNames.includes(name)) return null;
  if (times === undefined) return [name, null];
  const rate = { times: Number(times), per: seconds(Number(length)) };
  return rate.times > 0 && rate.per > 0 ? [name, rate] : null;
}

export const filePath: Kind<string> = {
  expected: 'the path of a file',
  parse: (text) => (/^\P{Cc}+$/u.test(text) ? text : undefined),
};

const MIN_TOKEN_LENGTH = 16;

export const bearerToken: Kind<string> = {
  expected: `at least ${MIN_TOKEN_LENGTH} characters of those that a bearer token may have; "openssl rand -hex 24" makes one`,
  // RFC 6750, section 2.1
  parse: (text) => (text.length >= MIN_TOKEN_LENGTH && /^[\w.~+/-]+=*$/.test(text) ? text : undefined),
};

export const documentLimits: Kind<Partial<DocumentLimits>> = {
  expected: `pairs such as depth=20, separated by commas, of ${Object.keys(defaultDocumentLimits).join(', ')}, each from 1 to 1000000`,
  parse(text) {
    const pairs = text === '' ? [] : text.split(',').map((pair) => /^\s*(\w+)\s*=\s*(\d{1,7})\s*$/.exec(pair));
    const count = wholeNumber(1, 1_000_000);
    const limits = pairs.map((pair) => [pair?.[1] ?? '', count.parse(pair?.[2] ?? '', false)] as const);
    return limits.every(([name, most]) => Object.hasOwn(defaultDocumentLimits, name) && most !== undefined)
      ? Object.fromEntries(limits)
      : undefined;
  },
};
