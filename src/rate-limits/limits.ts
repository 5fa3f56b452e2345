import { type Duration, hours, minutes, seconds } from '../kernel/duration.js';

/** So many within so long; the time begins with the first. */
export interface Rate {
  readonly times: number;
  readonly per: Duration;
}

/**
 * What a limit is counted by.
 * - `client`: the client's address, IPv6 by its /64, which is what one subscriber gets.
 * - `address`: the canonical form of `input.email`, whoever asks.
 * - `account`: the signed-in user.
 * - `failures`: wrong passwords in a row; `per` is the first wait. See `PasswordAttempts`.
 */
export type CountedBy = 'client' | 'address' | 'account' | 'failures';

export interface Limit extends Partial<Readonly<Record<CountedBy, Rate>>> {
  /** For the documentation. */
  readonly meaning: string;
  /** Also for the documentation: the requests beside the schema that count in it. */
  readonly routes?: readonly string[];
}

const aMinute = (times: number): Rate => ({ times, per: minutes(1) });

/** Every limit. A field takes part by `@Limit('name')`; fields that name the same limit share its counts. */
export const limits = {
  login: {
    client: aMinute(10),
    failures: { times: 5, per: minutes(1) },
    meaning: 'Signing in with a password. The wait after failures holds for one account, not for the client.',
  },
  register: { client: aMinute(5), meaning: 'Signing up.' },
  refresh: { client: aMinute(60), meaning: 'Trading refresh tokens.' },
  codes: {
    client: aMinute(10),
    address: aMinute(10),
    meaning: 'Typing in a six-digit code. Each code has five tries besides.',
  },
  links: { client: aMinute(30), meaning: 'Using a link from a mail. Its token has 256 bits; this bounds the work.' },
  mails: { client: aMinute(30), meaning: 'Asking for a mail. Each address has its own pause between mails besides.' },
  providers: { client: aMinute(10), meaning: 'Signing in with an identity provider.' },
  redirects: {
    client: aMinute(30),
    routes: ['GET /auth/ID', 'GET /auth/ID/callback'],
    meaning:
      'Going to an identity provider, and coming back. Over it the browser lands on the callback URL with `?error=rate_limited`.',
  },
  uploads: {
    client: aMinute(30),
    routes: ['PUT /avatars/upload/TICKET'],
    meaning: 'Sending pictures. A ticket takes ten bodies at most, and each user gets thirty tickets an hour.',
  },
  passwordChecks: { client: aMinute(120), meaning: 'Asking whether a password would do, while it is being typed.' },
  account: { account: aMinute(60), meaning: 'Changing the own account, where a password may have to be checked.' },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;

/** The longest that anybody waits for one account. */
export const LONGEST_WAIT: Duration = hours(1);
/** After so long without a wrong password the next one counts as the first. */
export const FAILURES_FORGOTTEN: Duration = hours(24);

/** Other rates than the table's, by limit and by what it is counted by: `login.client`. Null lifts one. */
export type LimitOverrides = Readonly<Record<string, Rate | null>>;

/** The rate in force; null where there is none. */
export function rateOf(name: LimitName, by: CountedBy, overrides: LimitOverrides = {}): Rate | null {
  const limit: Limit = limits[name];
  const changed = overrides[`${name}.${by}`];
  return limit[by] === undefined ? null : changed === undefined ? limit[by] : changed;
}

const kinds: readonly CountedBy[] = ['client', 'address', 'account', 'failures'];

/** The names that an override can have. */
export function overridable(): string[] {
  return Object.entries<Limit>(limits).flatMap(([name, limit]) =>
    kinds.filter((by) => limit[by] !== undefined).map((by) => `${name}.${by}`),
  );
}

/** The rates in force, each in a few words for people. */
export function describeLimit(name: LimitName, overrides: LimitOverrides = {}): string[] {
  return kinds.flatMap((by) => {
    const rate = rateOf(name, by, overrides);
    return rate === null ? [] : [inWords[by](rate)];
  });
}

const inWords: Readonly<Record<CountedBy, (rate: Rate) => string>> = {
  client: (rate) => `${within(rate)} from one client address`,
  address: (rate) => `${within(rate)} for one e-mail address`,
  account: (rate) => `${within(rate)} by one user`,
  failures: ({ times, per }) =>
    `after ${times} wrong passwords for one account a wait of ${per / seconds(1)} s that grows`,
};

function within({ times, per }: Rate): string {
  return per === minutes(1) ? `${times} a minute` : `${times} in ${per / seconds(1)} s`;
}
