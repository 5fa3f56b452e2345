import { PasswordHasher } from '../../src/passwords/password-hasher.js';
import { asks, type RawAnswer } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

/** So much that one hash more or less outweighs all else, and takes some ten milliseconds. */
const COST = { memoryCost: 8_192, timeCost: 2, parallelism: 1 };
const ROUNDS = 11;
const PASSWORD = 'seven quiet lamps';
const unlimited = {
  'login.client': null,
  'login.failures': null,
  'register.client': null,
  'mails.client': null,
} as const;

/** The fault that the test must find: nothing is hashed where there is nobody. */
class HasherThatSkips extends PasswordHasher {
  override async verify(hash: string | null | undefined, password: string): Promise<boolean> {
    return typeof hash === 'string' && super.verify(hash, password);
  }
}

type Request = (here: World, email: string, bearer: string) => Promise<RawAnswer>;

const errors = 'errors { code path }';
const requests: Readonly<Record<string, Request>> = {
  login: ({ url }, email) =>
    asks(url, `mutation ($email: String!) { login(input: { identifier: $email, password: "wrong" }) { ${errors} } }`, {
      email,
    }),
  register: ({ url }, email) =>
    asks(
      url,
      `mutation ($email: String!) { register(input: { email: $email, password: "${PASSWORD}" }) { verificationEmailSent ${errors} } }`,
      { email },
    ),
  requestPasswordReset: ({ url }, email) =>
    asks(
      url,
      `mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { accepted retryAfter ${errors} } }`,
      { email },
    ),
  resendVerificationEmail: ({ url }, email) =>
    asks(
      url,
      `mutation ($email: String!) { resendVerificationEmail(input: { email: $email }) { accepted retryAfter ${errors} } }`,
      { email },
    ),
  updateMe: ({ url }, email, bearer) =>
    asks(
      url,
      `mutation ($email: String!) { updateMe(input: { email: $email, currentPassword: "the Mallory horse staple 7" }) { user { email pendingEmail } ${errors} } }`,
      { email },
      { authorization: `Bearer ${bearer}` },
    ),
};

/** Alice has an account, Nobody has none, and Mallory is signed in. */
async function prepared(hasher: PasswordHasher) {
  const here = await world({ hasher, limits: { ...unlimited, 'account.account': null } });
  await here.person('Alice').joins();
  const mallory = await here.person('Mallory').joins();
  return { here, bearer: mallory.tokens?.accessToken ?? '' };
}

/** What a request costs this process in CPU time, in milliseconds: unlike time by the clock, others can't blur it. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
}

/** By how many hashes a request for a known address costs more than one for an unknown, asked by turns. */
async function difference(request: Request, hasher: PasswordHasher): Promise<number> {
  const { here, bearer } = await prepared(hasher);
  const hash = median(await series(5, () => cost(() => hasher.hash(PASSWORD))));
  const differences = await series(ROUNDS, async (nth) => {
    const known = () => cost(() => request(here, 'alice@example.com', bearer));
    const unknown = () => cost(() => request(here, 'nobody@example.com', bearer));
    // In either order, so that what one leaves behind for the next evens out.
    if (nth % 2 === 0) return (await known()) - (await unknown());
    return -(await unknown()) + (await known());
  });
  return median(differences) / hash;
}

async function series(times: number, measure: (nth: number) => Promise<number>): Promise<number[]> {
  const measured: number[] = [];
  for (let nth = 0; nth < times; nth += 1) measured.push(await measure(nth));
  return measured;
}

describe('a known and an unknown address', () => {
  it.each(Object.entries(requests))('cost %s the same work', async (_name, request) => {
    expect(Math.abs(await difference(request, new PasswordHasher(COST)))).toBeLessThan(0.4);
  });

  it('would be told apart if nothing were hashed for the unknown', async () => {
    expect(await difference(requests['login'] as Request, new HasherThatSkips(COST))).toBeGreaterThan(0.6);
  });

  it.each(Object.entries(requests))('get the same answer of %s, byte for byte', async (_name, request) => {
    const { here, bearer } = await prepared(new PasswordHasher({ ...COST, memoryCost: 64 }));
    here.clock.passes(120_000 as never);
    const seen = async (email: string) => {
      const { status, headers, text } = await request(here, email, bearer);
      const others = [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
      return JSON.stringify([status, others, text]).replaceAll(email, '(the address)');
    };
    // Of one length, which Content-Length tells.
    const [known, unknown] = [await seen('alice@example.com'), await seen('nobdy@example.com')];

    expect(unknown).toBe(known);
  });
});
