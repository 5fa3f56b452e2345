import { type GraphQLSchema, isObjectType } from 'graphql';
import { limitOf } from '../src/rate-limits/limit.js';
import { describeLimit, type Limit, type LimitName, limits, overridable } from '../src/rate-limits/limits.js';

/** docs/rate-limits.md, from the table and from the fields that name its lines. */
export function printRateLimitsPage(schema: GraphQLSchema): string {
  const rows = Object.entries<Limit>(limits).map(([name, { meaning, routes = [] }]) => {
    const counted = [...fieldsOf(schema, name), ...routes].map((each) => `\`${each}\``);
    return `| \`${name}\` | ${counted.join(' ')} | ${describeLimit(name as LimitName).join('; ')} | ${meaning} |`;
  });
  return [
    '# Rate limits',
    '',
    'This page is printed from the code (`src/rate-limits/limits.ts`) by `npm run generate`.',
    '',
    'A call over a limit is refused with the code `RATE_LIMITED`, the seconds to wait in `extensions.retryAfter` and in the header `Retry-After`; nothing is done for it. A request beside the schema is answered with status 429, unless its line says otherwise. What stands in one line shares its counts.',
    '',
    '| limit | fields and requests | default | for |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...TEXT,
    '',
    '## Changing them',
    '',
    '```sh',
    'RATE_LIMIT_OVERRIDES="login.client=30/60, codes.address=off"   # NAME=TIMES/SECONDS, or off',
    '```',
    '',
    `The names are ${overridable()
      .map((name) => `\`${name}\``)
      .join(', ')}. A name that there is not stops the start.`,
    '',
    "A field takes part by `@Limit('name')` beside `@Allow`, and a new limit is a line in the table.",
    '',
  ].join('\n');
}

function fieldsOf(schema: GraphQLSchema, name: string): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .flatMap((type) => Object.values(type.getFields()))
    .filter((field) => limitOf(field) === name)
    .map((field) => field.name);
}

const TEXT = [
  '## What is counted',
  '',
  '- **Every call by itself**: aliases, several operations in a request and parallel requests gain nothing. On PostgreSQL all instances count together, in one statement for each call, outside of the transaction of its work; on SQLite, which is for one instance, the counts are in memory and begin anew at a start.',
  '- **By client address**: that of the connection, or the one that trusted proxies tell (`TRUST_PROXY`); an IPv6 address by its /64. Forwarded headers count for nothing otherwise. In production the log tells once where a proxy seems to stand in front that `TRUST_PROXY` does not name.',
  '- **By e-mail address**: its canonical form, whether or not somebody has an account with it.',
  '- **By user**: whoever is signed in, from wherever.',
  '',
  'Counts are kept under keyed digests, not under addresses or names. In memory the clients of a limit are 20,000 at most; a flood of others makes it forget the oldest.',
  '',
  '## Wrong passwords',
  '',
  'After five wrong passwords in a row for one account even the right one must wait: a minute, and after each further wrong one twice as long, an hour at most. The right password then works and begins a new count; so does a day without a wrong one, and a password reset by mail at once.',
  '',
  '- A guess takes its place before the password is looked at, so of any number at once five are evaluated. While an account waits, nothing is hashed for it.',
  '- It holds for what was typed, known or not: the refusal does not tell whether there is an account. An address and a username of one account share its guesses, but must not be seen to belong together: while one of them waits, the other answers `INVALID_CREDENTIALS` without a look at the password, and after five tries waits as well. Who is caught by that resets the password by mail, or waits.',
  '- Wrong passwords in `changePassword`, `updateMe` and `deleteMe` count for signing in, too. The other way round they do not: a stranger who guesses at the sign-in never keeps a signed-in user from changing the password, nor ends a session. So five guesses more are open to who holds a stolen session.',
  '- `failedLoginCount` tells administrators how many there were since the last right one, and each is an event `user_login_failure`.',
  '',
  'NIST SP 800-63B-4 (section 3.2.2) allows 100 consecutive failures and then wants the password disabled. Here nobody can lock another out for good: the waits leave eleven guesses in the first two hours and one an hour after that, so the hundredth comes after about four days without a pause and without a sign-in. Who must follow it to the letter watches `failedLoginCount`.',
];
