import { minutes } from '../../src/kernel/duration.js';
import { world } from '../support/world.js';

const NEW = 'a much better passphrase';

describe('a forgotten password', () => {
  it('is replaced with the link from the mail', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    const old = alice.password;

    expect(await alice.asksForAPasswordReset()).toEqual({ accepted: true, retryAfter: 60, errors: [] });
    const mail = await alice.newestMail();
    expect(mail.kind).toBe('password_reset');
    expect(mail.text).toContain(`http://localhost:4000/reset-password?token=${mail.token}`);
    expect(await alice.resetsPassword(NEW)).toEqual({ success: true, errors: [] });

    expect((await alice.triesToLogIn(NEW)).errors).toEqual([]);
    expect((await alice.triesToLogIn(old)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('is replaced with the code from the mail', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();

    expect(await alice.resetsPasswordByCode(NEW)).toEqual({ success: true, errors: [] });
    expect((await alice.triesToLogIn(NEW)).errors).toEqual([]);
  });

  it('ends every session, tells the user, and records it', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const [laptop, phone] = [await alice.joins(), await alice.signsIn()];
    await alice.asksForAPasswordReset();
    await alice.resetsPassword(NEW);

    for (const device of [laptop, phone]) {
      expect(await device.isRefusedMe()).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' });
      expect((await device.refreshes()).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    }
    expect((await alice.newestMail()).kind).toBe('password_changed');
    expect((await (await here.inspect()).eventNames()).slice(-2)).toEqual([
      'password_reset_requested',
      'password_reset_completed',
    ]);
  });

  it('is answered alike for every address, and mailed only where there is an account', async () => {
    const here = await world();
    await here.person('Alice').joins();
    const bob = here.person('Bob');
    await bob.registers();
    const nobody = here.person('Nobody');

    const answer = await here.person('Alice').asksForAPasswordReset();

    expect(await bob.asksForAPasswordReset()).toEqual(answer);
    expect(await nobody.asksForAPasswordReset()).toEqual(answer);
    expect((await bob.mails()).map(({ kind }) => kind)).toEqual(['verify_email']);
    expect(await nobody.mails()).toEqual([]);
  });

  it('is mailed once a minute to an address', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    here.clock.passes(minutes(0.5));

    expect(await alice.asksForAPasswordReset()).toEqual({ accepted: true, retryAfter: 30, errors: [] });
    expect((await alice.mails()).filter(({ kind }) => kind === 'password_reset')).toHaveLength(1);
  });

  it('helps who registered with an address that others had tried, and has no password yet', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers({ password: 'the password of mallory' });
    await alice.registers();
    const { passwordResetToken } = await alice.verifies();

    expect((await alice.resetsPassword(NEW, passwordResetToken ?? '')).errors).toEqual([]);
    expect((await alice.triesToLogIn(NEW)).errors).toEqual([]);
  });

  it('confirms the address that the mail went to', async () => {
    const here = await world({ emailVerification: 'optional' });
    const alice = here.person('Alice');
    await alice.registers();
    await alice.asksForAPasswordReset();
    await alice.resetsPassword(NEW);

    expect(await (await alice.signsIn()).asksMe()).toMatchObject({ emailVerified: true });
  });

  it('leaves a suspended account suspended', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    await (await here.inspect()).run('update users set suspended_at = created_at');
    await alice.resetsPassword(NEW);

    expect((await alice.triesToLogIn(NEW)).errors).toMatchObject([{ code: 'ACCOUNT_SUSPENDED' }]);
  });
});

describe('a reset link', () => {
  it('works once, and takes the code of its mail with it', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { token, code } = await alice.newestMail();
    await alice.resetsPassword(NEW, token);

    expect((await alice.resetsPassword('yet another passphrase', token)).errors).toMatchObject([
      { code: 'INVALID_TOKEN', path: ['input', 'token'] },
    ]);
    expect((await alice.resetsPasswordByCode('yet another passphrase', code)).errors).toMatchObject([
      { code: 'INVALID_CODE' },
    ]);
  });

  it('works for half an hour, its code for ten minutes', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { token, code } = await alice.newestMail();
    here.clock.passes(minutes(10.1));
    expect((await alice.resetsPasswordByCode(NEW, code)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
    here.clock.passes(minutes(20));

    expect((await alice.resetsPassword(NEW, token)).errors).toMatchObject([{ code: 'EXPIRED_TOKEN' }]);
  });

  it('ends when a newer one is made, and when the password is changed', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    await alice.asksForAPasswordReset();
    const first = (await alice.newestMail()).token;
    here.clock.passes(minutes(2));
    await alice.asksForAPasswordReset();
    expect((await alice.resetsPassword(NEW, first)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);

    const second = (await alice.newestMail()).token;
    await laptop.changesPassword(NEW);
    expect((await alice.resetsPassword('yet another passphrase', second)).errors).toMatchObject([
      { code: 'INVALID_TOKEN' },
    ]);
  });

  it('survives a password that is refused', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { token } = await alice.newestMail();

    expect((await alice.resetsPassword('short', token)).errors).toMatchObject([
      { code: 'PASSWORD_TOO_SHORT', path: ['input', 'newPassword'] },
    ]);
    expect((await alice.resetsPassword(NEW, token)).errors).toEqual([]);
  });

  it('tells of a bad token and a bad password at once', async () => {
    const alice = (await world()).person('Alice');

    expect((await alice.resetsPassword('short', 'nonsense')).errors.map(({ code }) => code)).toEqual([
      'INVALID_TOKEN',
      'PASSWORD_TOO_SHORT',
    ]);
  });

  it('is no verification link, and a verification link is no reset link', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    const verification = (await alice.newestMail()).token;
    expect((await alice.resetsPassword(NEW, verification)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    await alice.verifies(verification);
    await alice.asksForAPasswordReset();

    expect((await alice.verifies((await alice.newestMail()).token)).errors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });
});

describe('a reset code', () => {
  it('gives five tries', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { code } = await alice.newestMail();
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await alice.resetsPasswordByCode(NEW, wrong)).errors).toMatchObject([
        { code: 'INVALID_CODE', path: ['input', 'code'] },
      ]);
    }

    expect((await alice.resetsPasswordByCode(NEW, code)).errors).toMatchObject([{ code: 'INVALID_CODE' }]);
  });

  it('survives a password that is refused', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();
    const { code } = await alice.newestMail();

    expect((await alice.resetsPasswordByCode('short', code)).errors).toMatchObject([{ code: 'PASSWORD_TOO_SHORT' }]);
    expect((await alice.resetsPasswordByCode(NEW, code)).errors).toEqual([]);
  });
});

describe('a password that was used before', () => {
  it('is refused: the current one and the three before it', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const laptop = await alice.joins();
    const all = [
      alice.password,
      'the second passphrase',
      'the third passphrase',
      'the fourth passphrase',
      'the fifth passphrase',
    ];
    for (const next of all.slice(1)) expect((await laptop.changesPassword(next)).errors).toEqual([]);

    for (const used of all.slice(1)) {
      expect((await laptop.changesPassword(used)).errors).toMatchObject([
        { code: 'PASSWORD_REUSED', path: ['input', 'newPassword'] },
      ]);
    }
    expect((await laptop.changesPassword(all[0] ?? '')).errors).toEqual([]);
    expect(await (await here.inspect()).rows('old_passwords')).toHaveLength(3);
  });

  it('is refused by a reset too', async () => {
    const alice = (await world()).person('Alice');
    await alice.joins();
    await alice.asksForAPasswordReset();

    expect((await alice.resetsPassword(alice.password)).errors).toMatchObject([{ code: 'PASSWORD_REUSED' }]);
  });

  it('may come back where the history is off', async () => {
    const alice = (await world({ passwordHistory: 0 })).person('Alice');
    const laptop = await alice.joins();

    expect((await laptop.changesPassword(alice.password)).errors).toEqual([]);
  });
});
