import { followsMail, site } from '../support/browser.js';

const [EMAIL, PASSWORD] = ['alice@example.com', 'the Alice horse staple 7'];
const SUBJECT = /^Confirm your e-mail address/;
const LINK = 'Confirm e-mail address';

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('confirming an address in a browser, %s', (_how, javaScriptEnabled) => {
  it('goes from the mailbox over the link and the button to a sign-in', async () => {
    const here = await site();
    await here.register(EMAIL, PASSWORD);
    const mailbox = await here.browser({ javaScriptEnabled });

    const page = await followsMail(mailbox, SUBJECT, LINK);
    expect(await here.signsIn(EMAIL, PASSWORD)).toBe(false);
    await page.getByRole('button', { name: 'Confirm' }).click();

    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    expect(page.url()).toBe(`${here.url}/verify-email`);
    expect(await here.signsIn(EMAIL, PASSWORD)).toBe(true);
    expect(here.complaints).toEqual([]);
  });

  it('gets a new mail with the form of a link that is over', async () => {
    const here = await site();
    await here.register('bob@example.com', PASSWORD);
    const page = await here.browser({ javaScriptEnabled });
    await page.goto('/verify-email?token=copied-in-part');
    await page.getByRole('button', { name: 'Confirm' }).click();

    await page.getByLabel('E-mail address').fill('bob@example');
    await page.getByRole('button', { name: 'Send a new mail' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('E-mail address').fill('bob@example.com');
    await page.getByRole('button', { name: 'Send a new mail' }).click();

    await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('bob@example.com');
    expect(here.complaints).toEqual([]);
  });
});

describe('the verification page', () => {
  it('works by keyboard alone, and says first how it went', async () => {
    const here = await site();
    await here.register(EMAIL, PASSWORD);
    const page = await followsMail(await here.browser(), SUBJECT, LINK);

    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Confirm');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Your address is confirmed');
  });

  it('takes a double click for one', async () => {
    const here = await site();
    await here.register(EMAIL, PASSWORD);
    const page = await followsMail(await here.browser(), SUBJECT, LINK);
    let sent = 0;
    await page.route('**/verify-email', async (route) => {
      sent += 1;
      // Long enough for the second click to find the page still there.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });

    await page.getByRole('button', { name: 'Confirm' }).dblclick({ delay: 80 });

    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    expect(sent).toBe(1);
  });

  it('speaks the language of the browser', async () => {
    const here = await site();
    const page = await here.browser({ locale: 'de-CH' });

    await page.goto('/verify-email?token=x');

    await page.getByRole('button', { name: 'Bestätigen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });
});
