import { minutes, seconds } from '../../src/kernel/duration.js';
import { digestOf } from '../../src/kernel/secrets.js';
import type { Device } from '../support/device.js';
import { type World, world } from '../support/world.js';

const TIMES = 16;
/** Limits would let fewer than sixteen through; they have races of their own. */
const unlimited = { limits: { 'codes.client': null, 'codes.address': null, 'register.client': null } };

/** The same thing, sixteen times at once, by turns on two instances over one database. */
async function atOnce<T>(here: World, act: (where: World, nth: number) => Promise<T>): Promise<T[]> {
  const instances = [here, await here.anotherInstance()];
  return Promise.all(Array.from({ length: TIMES }, (_, nth) => act(instances[nth % 2] ?? here, nth)));
}

function codes(answers: readonly { readonly errors: readonly { readonly code: string }[] }[]): string[] {
  return answers.map(({ errors }) => errors[0]?.code ?? 'ok').sort();
}

/** The digest of the token that is good for the session in which this one was used, and how many were used in it. */
async function chainOf(here: World, used: string): Promise<{ good: unknown; used: number } | null> {
  const inspector = await here.inspect();
  const tokens = await inspector.rows('used_refresh_tokens');
  const sessionId = tokens.find(({ digest }) => digest === digestOf(used))?.['session_id'];
  const session = (await inspector.rows('sessions')).find(({ id }) => id === sessionId);
  return session
    ? { good: session['token_digest'], used: tokens.filter(({ session_id }) => session_id === sessionId).length }
    : null;
}

const onceThen = (code: string): string[] => [...Array.from({ length: TIMES - 1 }, () => code), 'ok'].sort();

describe('of sixteen at once', () => {
  it('one uses a verification link', async () => {
    const here = await world();
    await here.person('Alice').registers();
    const { token } = await here.person('Alice').newestMail();

    const answers = await atOnce(here, (where) => where.person('Alice').verifies(token));

    expect(codes(answers)).toEqual(onceThen('INVALID_TOKEN'));
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
  });

  it('one uses a verification code', async () => {
    const here = await world(unlimited);
    await here.person('Alice').registers();
    const { code } = await here.person('Alice').newestMail();

    const answers = await atOnce(here, (where) => where.person('Alice').verifiesByCode(code));

    expect(codes(answers)).toEqual(onceThen('INVALID_CODE'));
  });

  it('one uses the link or the code of a mail', async () => {
    const here = await world();
    await here.person('Alice').registers();
    const { token, code } = await here.person('Alice').newestMail();

    const answers = await atOnce(here, (where, nth) =>
      nth % 4 < 2 ? where.person('Alice').verifies(token) : where.person('Alice').verifiesByCode(code),
    );

    expect(codes(answers).filter((answer) => answer === 'ok')).toHaveLength(1);
    expect(new Set(codes(answers))).toEqual(new Set(['INVALID_CODE', 'INVALID_TOKEN', 'ok']));
  });

  it('one uses the link or the code of a change of address', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const elsewhere = here.person('Elsewhere');
    await laptop.updatesMe({ email: elsewhere.email, currentPassword: alice.password });
    const { token, code } = await elsewhere.newestMail();

    const answers = await atOnce(here, (where, nth) =>
      nth % 4 < 2 ? where.person('Elsewhere').verifies(token) : where.person('Elsewhere').verifiesByCode(code),
    );

    expect(codes(answers).filter((answer) => answer === 'ok')).toHaveLength(1);
  });

  it('guesses at a code, five are looked at', async () => {
    const here = await world(unlimited);
    await here.person('Alice').registers();
    const { code } = await here.person('Alice').newestMail();

    await atOnce(here, (where, nth) =>
      where.person('Alice').verifiesByCode(String(900_000 + nth).replace(code, '111111')),
    );

    expect(await (await here.inspect()).rows('one_time_tokens')).toMatchObject([{ code_tries: 5 }]);
    expect((await here.person('Alice').verifiesByCode(code)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });

  it('links of one address, one begins the account', async () => {
    const here = await world({ rateLimits: false });
    for (let nth = 0; nth < TIMES; nth += 1) await here.person('Alice').registers();
    const mails = await here.mailsTo('alice@example.com');
    expect(mails).toHaveLength(TIMES);

    const answers = await atOnce(here, (where, nth) => where.person('Alice').verifies(mails[nth]?.token));

    expect(codes(answers)).toEqual(onceThen('INVALID_TOKEN'));
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
  });

  it('one uses a reset link', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();

    const answers = await atOnce(here, (where, nth) =>
      where.person('Alice').resetsPassword(`better passphrase number ${nth}`, token),
    );

    expect(codes(answers)).toEqual(onceThen('INVALID_TOKEN'));
  });

  it('one uses a reset code', async () => {
    const here = await world(unlimited);
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { code } = await alice.newestMail();

    const answers = await atOnce(here, (where, nth) =>
      where.person('Alice').resetsPasswordByCode(`better passphrase number ${nth}`, code),
    );

    expect(codes(answers)).toEqual(onceThen('INVALID_CODE'));
  });

  it('one confirms a new address', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await laptop.updatesMe({ email: 'new@example.com', currentPassword: alice.password });
    const { token } = await here.newestMailTo('new@example.com');

    const answers = await atOnce(here, (where) => where.person('Alice').verifies(token));

    expect(codes(answers)).toEqual(onceThen('INVALID_TOKEN'));
    expect((await (await here.inspect()).eventNames()).filter((name) => name === 'email_changed')).toHaveLength(1);
  });

  it('users who confirm one new address, one gets it', async () => {
    const here = await world({ rateLimits: false });
    const laptops: Device[] = [];
    for (let nth = 0; nth < TIMES; nth += 1) {
      const user = here.person(`User${nth}`);
      const laptop = await user.joins();
      await laptop.updatesMe({ email: 'wanted@example.com', currentPassword: user.password });
      laptops.push(laptop);
    }
    const mails = await here.mailsTo('wanted@example.com');

    const answers = await atOnce(here, (where, nth) => where.person('Anyone').verifies(mails[nth]?.token));

    expect(codes(answers)).toEqual(onceThen('INVALID_TOKEN'));
  });

  it('changes of a password, one counts', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const old = alice.password;

    const answers = await atOnce(here, async (where, nth) => {
      const device = where.person('Alice').device();
      device.tokens = laptop.tokens;
      return device
        .changesPassword(`better passphrase number ${nth}`, old)
        .catch(() => ({ errors: [{ code: 'UNAUTHENTICATED' }] }));
    });

    expect(codes(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(await (await here.inspect()).rows('old_passwords')).toHaveLength(1);
  });
});

describe('the old password', () => {
  it('begins no change of address while the password is reset', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const old = alice.password;
    const laptop = await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();

    await Promise.all([
      alice.resetsPassword('a much better passphrase', token),
      ...Array.from({ length: 8 }, (_, nth) =>
        laptop.updatesMe({ email: `mallory${nth}@example.com`, currentPassword: old }).catch(() => null),
      ),
    ]);

    expect(await (await here.inspect()).rows('users')).toMatchObject([{ pending_email: null }]);
    for (let nth = 0; nth < 8; nth += 1) {
      for (const mail of await here.mailsTo(`mallory${nth}@example.com`)) {
        expect((await alice.verifies(mail.token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
      }
    }
  });
});

describe('sixteen at once', () => {
  it('refreshes of one token all succeed with one successor, and one chain lives', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';

    const answers = await atOnce(here, (where) => where.person('Alice').device().refreshes(old));

    expect(codes(answers)).toEqual(Array.from({ length: TIMES }, () => 'ok'));
    expect(new Set(answers.map(({ tokens }) => tokens?.refreshToken)).size).toBe(1);
    expect(await chainOf(here, old)).toEqual({ good: digestOf(answers[0]?.tokens?.refreshToken ?? ''), used: 1 });
  });

  it('refreshes of as many sessions each have their own successor', async () => {
    const here = await world({ limits: { 'login.client': null, 'refresh.client': null } });
    const alice = here.person('Alice');
    await alice.joins();
    const olds: string[] = [];
    for (let device = 0; device < TIMES; device += 1) olds.push((await alice.device().logsIn()).refreshToken ?? '');

    const answers = await atOnce(here, (where, nth) =>
      where
        .person('Alice')
        .device()
        .refreshes(olds[nth] ?? ''),
    );

    expect(codes(answers)).toEqual(Array.from({ length: TIMES }, () => 'ok'));
    for (const [nth, { tokens }] of answers.entries()) {
      expect(await chainOf(here, olds[nth] ?? '')).toEqual({ good: digestOf(tokens?.refreshToken ?? ''), used: 1 });
    }
  });

  it('replays of an old token end the session once and revive nothing', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const old = laptop.tokens?.refreshToken ?? '';
    await laptop.refreshes();
    here.clock.passes(seconds(11));

    const answers = await atOnce(here, (where) => where.person('Mallory').device().refreshes(old));

    expect(codes(answers)).toEqual([
      ...Array.from({ length: TIMES - 1 }, () => 'INVALID_TOKEN'),
      'REFRESH_TOKEN_REUSED',
    ]);
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('refreshes against a log-out leave a dead session dead', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { accessToken, refreshToken } = laptop.tokens ?? { accessToken: '', refreshToken: '' };

    await atOnce(here, async (where, nth) => {
      const device = where.person('Alice').device();
      if (nth !== 7) return device.refreshes(refreshToken ?? '');
      device.tokens = laptop.tokens;
      return device.logsOut();
    });

    expect(await laptop.isRefusedMe(accessToken)).toMatchObject({ reason: 'SESSION_REVOKED' });
    expect((await laptop.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('registrations of one address make one account, whatever its case', async () => {
    const here = await world({ emailVerification: 'optional', ...unlimited });

    const answers = await atOnce(here, (where, nth) =>
      where.person('Alice').registers({ email: nth % 2 ? 'alice@example.com' : 'ALICE@Example.COM' }),
    );

    expect(codes(answers)).toEqual([...Array.from({ length: TIMES - 1 }, () => 'EMAIL_TAKEN'), 'ok'].sort());
    expect(await (await here.inspect()).rows('users')).toHaveLength(1);
  });

  it('registrations with one username make one user of that name', async () => {
    const here = await world({ emailVerification: 'optional' });

    const answers = await atOnce(here, (where, nth) => where.person(`User${nth}`).registers({ username: 'wonder' }));

    expect(codes(answers)).toEqual([...Array.from({ length: TIMES - 1 }, () => 'USERNAME_TAKEN'), 'ok'].sort());
  });

  it('requests for a mail send one', async () => {
    const here = await world();
    await here.person('Alice').joins();
    here.clock.passes(minutes(2));

    await atOnce(here, (where) => where.person('Alice').asksForAPasswordReset());

    expect((await here.mailsTo('alice@example.com')).filter(({ kind }) => kind === 'password_reset')).toHaveLength(1);
  });

  it('rounds of cleaning up clear everything away once', async () => {
    const here = await world();
    const inspector = await here.inspect();
    await inspector.run(
      `insert into events (id, name, metadata, created_at)
       select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user_registered', '{}', now()
       from generate_series(1, 2000) n`,
    );

    const rounds = await atOnce(here, (where) => where.users.cleanUp());

    expect(rounds.reduce((sum, { events = 0 }) => sum + events, 0)).toBe(2000);
    expect(await inspector.rows('events')).toEqual([]);
  });
});
