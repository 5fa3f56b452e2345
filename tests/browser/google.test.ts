import { site } from '../support/browser.js';

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('signing in with Google in a browser, %s', (_how, javaScriptEnabled) => {
  it("goes to the provider's page and back, and ends signed in", async () => {
    const here = await site({ google: true });
    const page = await here.browser({ javaScriptEnabled });

    await page.goto('/auth/callback');
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await page.getByPlaceholder('Enter any login').fill('Alice');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Finish signing in' }).click();

    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('alice@example.com');
    expect(page.url()).toBe(`${here.url}/auth/callback`);
    const cookies = await page.context().cookies(here.url);
    expect(cookies).toContainEqual(
      expect.objectContaining({ name: 'refresh_token', httpOnly: true, sameSite: 'Strict' }),
    );
  });
});

describe('the page where a sign-in ends', () => {
  it('says what went wrong, and leads to another try', async () => {
    const here = await site({ google: true });
    const page = await here.browser();

    await page.goto('/auth/google');
    await page.getByRole('link', { name: 'Cancel' }).click();

    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('access_denied');
    expect(await page.getByRole('link', { name: 'Sign in with Google' }).getAttribute('href')).toBe(
      `${here.url}/auth/google`,
    );
  });

  it('does not repeat what others put into its URL', async () => {
    const here = await site({ google: true });
    const page = await here.browser();

    await page.goto(`/auth/callback?error=${encodeURIComponent('Call 555-1234 now')}`);

    expect(await page.content()).not.toContain('555-1234');
  });
});
