import type { Page } from 'playwright-core';
import { followsMail, site, type Site } from '../support/browser.js';

const [EMAIL, PASSWORD] = ['alice@example.com', 'the Alice horse staple 7'];
const NEW_PASSWORD = 'seven quiet lamps 21';
const RESET_SUBJECT = /^Reset your password/;
const RESET_LINK = 'Choose a new password';

/** Somebody with an account. */
async function member(here: Site): Promise<void> {
  await here.register(EMAIL, PASSWORD);
  const page = await followsMail(await here.browser(), /^Confirm/, 'Confirm e-mail address');
  await page.getByRole('button').click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
}

async function asksForAMail(here: Site, page: Page): Promise<void> {
  await page.goto('/reset-password');
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByRole('button', { name: 'Send the mail' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await here.deliverMail();
}

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('choosing a new password in a browser, %s', (_how, javaScriptEnabled) => {
  it('goes from the mail to a sign-in', async () => {
    const here = await site();
    await member(here);
    const browser = await here.browser({ javaScriptEnabled });
    await asksForAMail(here, browser);

    const page = await followsMail(browser, RESET_SUBJECT, RESET_LINK);
    await page.getByLabel('New password').fill('password1');
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();

    await page.getByRole('heading', { name: 'Your new password is saved' }).waitFor();
    expect(page.url()).toBe(`${here.url}/reset-password`);
    expect(await here.signsIn(EMAIL, PASSWORD)).toBe(false);
    expect(await here.signsIn(EMAIL, NEW_PASSWORD)).toBe(true);
    expect(here.complaints).toEqual([]);
  });
});

describe('the page for a new password', () => {
  it('says as one types whether the password would do, also to a screen reader', async () => {
    const here = await site();
    const page = await here.browser();
    await page.goto('/reset-password?token=x');
    const status = page.getByRole('status');
    expect(await status.getAttribute('aria-live')).toBe('polite');
    const says: Record<string, RegExp> = {
      short: /Use at least 8 characters/,
      password1: /too easy to guess/,
      [NEW_PASSWORD]: /Long enough/,
    };

    for (const [password, text] of Object.entries(says)) {
      await page.getByLabel('New password').pressSequentially(password);
      await status.filter({ hasText: text }).waitFor();
      await page.getByLabel('New password').clear();
      await status.filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    }
    expect(here.complaints).toEqual([]);
  });

  it('asks once the fingers rest, not for every key', async () => {
    const here = await site();
    const page = await here.browser();
    await page.goto('/reset-password?token=x');
    let questions = 0;
    page.on('request', () => (questions += 1));

    await page.getByLabel('New password').pressSequentially(NEW_PASSWORD);
    await page.getByText('Long enough').waitFor();

    expect(questions).toBeLessThanOrEqual(2);
  });

  it('shows the password on demand, hides it before it is sent, and lets it be pasted', async () => {
    const here = await site();
    const page = await here.browser();
    await page.goto('/reset-password?token=x');
    const field = page.getByLabel('New password');
    await field.focus();
    await page.keyboard.insertText(NEW_PASSWORD);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');

    expect(await field.getAttribute('type')).toBe('text');
    expect(await field.inputValue()).toBe(NEW_PASSWORD);
    const show = page.getByRole('button', { name: 'Show' });
    expect(await show.getAttribute('aria-pressed')).toBe('true');
    await show.click();
    expect(await field.getAttribute('type')).toBe('password');
  });

  it('works by keyboard alone, and puts the focus on what is wrong', async () => {
    const here = await site();
    await member(here);
    const browser = await here.browser();
    await asksForAMail(here, browser);
    const page = await followsMail(browser, RESET_SUBJECT, RESET_LINK);

    await page.keyboard.press('Tab');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.locator(':focus').getAttribute('aria-describedby')).toContain('password-problem');
    await page.keyboard.type(NEW_PASSWORD);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Your new password is saved' }).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Your new password is saved');
  });
});
