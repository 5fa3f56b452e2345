import {
  ChangePasswordDocument,
  LoginDocument,
  LogoutDocument,
  MeDocument,
  RefreshDocument,
} from '../operations/operations.js';
import { BrowserTab } from '../support/browser-tab.js';
import type { Person } from '../support/person.js';
import { world, type WorldOptions } from '../support/world.js';

async function signedInTab(
  options: WorldOptions = {},
): Promise<{ alice: Person; tab: BrowserTab; setCookies: readonly string[]; accessToken: string }> {
  const here = await world(options);
  const alice = here.person('Alice');
  await alice.joins();
  const tab = new BrowserTab(here);
  const input = { identifier: alice.email, password: alice.password, refreshTokenDelivery: 'COOKIE' as const };
  const { data, setCookies } = await tab.asks(LoginDocument, { input });
  expect(data?.login).toMatchObject({ tokens: { refreshToken: null }, errors: [] });
  return { alice, tab, setCookies, accessToken: data?.login.tokens?.accessToken ?? '' };
}

describe('the refresh token as a cookie', () => {
  it('is out of reach of scripts and of other sites', async () => {
    const { setCookies } = await signedInTab();

    expect(setCookies).toEqual([
      expect.stringMatching(
        /^refresh_token=[\w-]{65}; Path=\/; Expires=Sat, 28 Nov 2026 08:30:00 GMT; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  it('is tied to its host where the server is reached by https', async () => {
    const { setCookies } = await signedInTab({ publicUrl: 'https://users.example.com' });

    expect(setCookies).toEqual([
      expect.stringMatching(
        /^__Host-refresh_token=[\w-]{65}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
  });

  it('is traded without an argument, and the next one is a cookie again', async () => {
    const { tab } = await signedInTab();
    const before = (await tab.cookies())['refresh_token'];

    const { data } = await tab.asks(RefreshDocument, { input: null });

    expect(data?.refresh).toMatchObject({
      user: { email: 'alice@example.com' },
      tokens: { refreshToken: null },
      errors: [],
    });
    expect((await tab.cookies())['refresh_token']).not.toBe(before);
    expect((await tab.asks(RefreshDocument, { input: {} })).data?.refresh.errors).toEqual([]);
  });

  it('is of no use to a page of another origin, or of none', async () => {
    const { alice, tab } = await signedInTab();

    for (const origin of ['https://evil.example', 'https://app.example.com.evil.example', 'null', null]) {
      const foreign = new BrowserTab(alice.world, origin);
      for (const [name, value] of Object.entries(await tab.cookies())) await foreign.puts(name, value);
      for (const answer of [
        await foreign.asks(RefreshDocument, { input: null }),
        await foreign.asks(LogoutDocument, { input: null }),
      ]) {
        expect(answer.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
        expect(answer.setCookies).toEqual([]);
      }
    }
    expect((await tab.asks(RefreshDocument, { input: null })).data?.refresh.errors).toEqual([]);
  });

  it('is cleared by the log-out, which ends the session', async () => {
    const { tab, accessToken } = await signedInTab();

    const { data } = await tab.asks(LogoutDocument, { input: null });

    expect(data?.logout).toEqual({ success: true, errors: [] });
    expect(await tab.cookies()).toEqual({});
    expect((await tab.asks(MeDocument, {}, accessToken)).errors[0]?.extensions).toMatchObject({
      reason: 'SESSION_REVOKED',
    });
  });

  it('goes on as a cookie when the password is changed, and only where it was one', async () => {
    const { alice, tab, accessToken } = await signedInTab();
    const input = { currentPassword: alice.password, newPassword: 'a much better passphrase' };
    const other = await alice.signsIn();

    const elsewhere = await tab.asks(ChangePasswordDocument, { input }, other.tokens?.accessToken);
    expect(elsewhere.data?.changePassword.tokens?.refreshToken).toMatch(/^[\w-]{65}$/);

    alice.password = input.newPassword;
    expect((await tab.asks(MeDocument, {}, accessToken)).errors[0]?.extensions).toMatchObject({
      reason: 'SESSION_REVOKED',
    });
    await tab.asks(LoginDocument, {
      input: { identifier: alice.email, password: alice.password, refreshTokenDelivery: 'COOKIE' },
    });
    const refreshed = await tab.asks(RefreshDocument, { input: null });
    const bearer = refreshed.data?.refresh.tokens?.accessToken;
    const again = { currentPassword: alice.password, newPassword: 'an even better passphrase' };
    const changed = await tab.asks(ChangePasswordDocument, { input: again }, bearer);
    expect(changed.data?.changePassword.tokens?.refreshToken).toBeNull();
    expect(changed.setCookies).toHaveLength(1);
  });

  it('is cleared when it is good for nothing', async () => {
    const { tab } = await signedInTab();
    await tab.puts('refresh_token', 'nonsense');

    const { data } = await tab.asks(RefreshDocument, { input: null });

    expect(data?.refresh.errors).toMatchObject([{ code: 'INVALID_TOKEN', path: null }]);
    expect(await tab.cookies()).toEqual({});
  });

  it('is not missed by who never had one', async () => {
    const tab = new BrowserTab(await world());

    const { data, setCookies } = await tab.asks(RefreshDocument, { input: null });

    expect(data?.refresh).toMatchObject({ tokens: null, errors: [{ code: 'INVALID_TOKEN' }] });
    expect(setCookies).toEqual([]);
  });
});
