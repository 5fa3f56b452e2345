import { minutes } from '../../src/kernel/duration.js';
import { PasswordHasher } from '../../src/passwords/password-hasher.js';
import { asks, type RawAnswer } from '../support/raw-request.js';
import { type World, world } from '../support/world.js';

/** So much that one hash more or less outweighs all else, and takes some ten milliseconds. */
const COST = { memoryCost: 8_192, timeCost: 2, parallelism: 1 };
const ROUNDS = 5;
/** A difference that is there shows each time; one that something else on this machine makes doesn't. */
const LOOKS = 4;
/** Of a hash. One more or less is 1; what the rest of a request costs is less than a tenth. */
const NOTICEABLE = 0.5;
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
      `mutation ($email: String!) { register(input: { email: $email, password: "${PASSWORD}" }) { verificationEmailSent avatarUpload { maxBytes expiresAt } ${errors} } }`,
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

interface Prepared {
  readonly here: World;
  readonly bearer: string;
}

/** Alice has an account, Nobody has none, and Mallory is signed in. */
async function prepared(hasher: PasswordHasher): Promise<Prepared> {
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
async function difference({ here, bearer }: Prepared, request: Request, hash: number): Promise<number> {
  const differences = await series(ROUNDS, async (nth) => {
    const known = () => cost(() => request(here, 'alice@example.com', bearer));
    const unknown = () => cost(() => request(here, 'nobody@example.com', bearer));
    // In either order, so that what one leaves behind for the next evens out.
    if (nth % 2 === 0) return (await known()) - (await unknown());
    return -(await unknown()) + (await known());
  });
  return median(differences) / hash;
}

/** Looks again where there seems to be a difference: only one that stays is one. */
async function tellsApart(where: Prepared, request: Request, hash: number): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (Math.abs(await difference(where, request, hash)) < NOTICEABLE) return false;
  }
  return true;
}

async function costOfHash(): Promise<number> {
  const hasher = new PasswordHasher(COST);
  await hasher.warmUp();
  return median(await series(5, () => cost(() => hasher.hash(PASSWORD))));
}

async function series(times: number, measure: (nth: number) => Promise<number>): Promise<number[]> {
  const measured: number[] = [];
  for (let nth = 0; nth < times; nth += 1) measured.push(await measure(nth));
  return measured;
}

describe('a known and an unknown address', () => {
  it('cost the same work, whatever is asked of them', async () => {
    const where = await prepared(new PasswordHasher(COST));
    const hash = await costOfHash();
    const told: string[] = [];
    for (const [name, request] of Object.entries(requests)) {
      if (await tellsApart(where, request, hash)) told.push(name);
    }

    expect(told).toEqual([]);
  });

  it('would be told apart if nothing were hashed for the unknown: the control', async () => {
    const where = await prepared(new HasherThatSkips(COST));

    expect(await tellsApart(where, requests['login'] as Request, await costOfHash())).toBe(true);
  });

  it('get the same answers, byte for byte', async () => {
    const { here, bearer } = await prepared(new PasswordHasher({ ...COST, memoryCost: 64 }));
    here.clock.passes(minutes(2));
    const seen = async (request: Request, email: string) => {
      const { status, headers, text } = await request(here, email, bearer);
      const others = [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
      return JSON.stringify([status, others, text]).replaceAll(email, '(the address)');
    };

    for (const [name, request] of Object.entries(requests)) {
      // Of one length, which Content-Length tells.
      const known = await seen(request, 'alice@example.com');
      expect([name, await seen(request, 'nobdy@example.com')]).toEqual([name, known]);
      here.clock.passes(minutes(2));
    }
  });
});
