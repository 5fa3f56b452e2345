import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { site, type Site } from '../support/browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, of all that it knows: WCAG 2.2 AA and best practice. */
async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // A mail stands in a frame that may run no scripts, so axe can't look into it; the mails have tests of their own.
  const results = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify({ iframes: false, resultTypes: ['violations'] })})`,
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** The mailbox loads itself anew every few seconds, also where scripts are off, and axe may need longer than that. */
async function keepStill(page: Page): Promise<void> {
  if (!page.url().endsWith('/dev/mailbox')) return;
  await page.route('**/dev/mailbox', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '') });
  });
  await page.reload();
}

/** Every page, in every state that it can show. */
const visits: Record<string, (page: Page, here: Site) => Promise<unknown>> = {
  'a verification link': (page) => page.goto('/verify-email?token=x'),
  'a link that is over': async (page) => {
    await page.goto('/verify-email?token=x');
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  },
  'a request for a mail': (page) => page.goto('/reset-password'),
  'a wrong address': async (page) => {
    await page.goto('/reset-password');
    await page.getByLabel('E-mail address').fill('alice');
    await page.getByRole('button').click();
    await page.getByRole('alert').waitFor();
  },
  'a mail on its way': async (page) => {
    await page.goto('/verify-email');
    await page.getByLabel('E-mail address').fill('alice@example.com');
    await page.getByRole('button').click();
    await page.getByRole('status').waitFor();
  },
  'a password to choose': (page) => page.goto('/reset-password?token=x'),
  'a password that is refused': async (page) => {
    await page.goto('/reset-password?token=x');
    await page.getByLabel('New password').fill('password1');
    await page.getByText('too easy to guess').waitFor();
  },
  'a password that will do': async (page) => {
    await page.goto('/reset-password?token=x');
    await page.getByLabel('New password').fill('seven quiet lamps 21');
    await page.getByText('Long enough').waitFor();
  },
  'a sign-in to begin': (page) => page.goto('/auth/callback'),
  'a sign-in to finish': (page) => page.goto('/auth/callback?code=x'),
  'a sign-in that failed': (page) => page.goto('/auth/callback?error=access_denied'),
  'a sign-in that came too late': async (page) => {
    await page.goto('/auth/callback?code=x');
    await page.getByRole('button').click();
    await page.getByRole('alert').waitFor();
  },
  'a sign-in that was added': (page) => page.goto('/auth/callback?linked=google'),
  'an empty mailbox': (page) => page.goto('/dev/mailbox'),
  'a mailbox with a mail': async (page, here) => {
    await here.register('alice@example.com', 'the Alice horse staple 7');
    await page.goto('/dev/mailbox');
    await page.getByRole('link', { name: 'Confirm' }).waitFor();
  },
  'a mail': async (page, here) => {
    await here.register('alice@example.com', 'the Alice horse staple 7');
    await page.goto('/dev/mailbox');
    await page.getByRole('link', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Plain text' }).waitFor();
  },
};

describe('axe finds nothing wrong, in light and in dark,', () => {
  it.each(Object.keys(visits))('with %s', async (name) => {
    const here = await site({ google: name.startsWith('a sign-in') });
    // Only so that axe can be brought in; the other tests run under the pages' own policy.
    const page = await here.browser({ bypassCSP: true });
    await visits[name]?.(page, here);
    await keepStill(page);

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOn(page)).toEqual([]);
    }
  });
});

describe('axe', () => {
  it('finds what is wrong, where something is', async () => {
    const page = await (await site()).browser({ bypassCSP: true });
    await page.goto('/reset-password');
    await page.evaluate(`document.querySelector('label').remove()`);

    expect((await violationsOn(page)).join()).toContain('label');
  });
});

describe('the pages', () => {
  it('fit on a narrow screen and with text twice as large', async () => {
    const here = await site();
    const page = await here.browser({ viewport: { width: 320, height: 640 }, locale: 'de', bypassCSP: true });
    for (const path of [
      '/verify-email?token=x',
      '/reset-password?token=x',
      '/reset-password',
      '/auth/callback?code=x',
    ]) {
      await page.goto(path);
      await page.addStyleTag({ content: 'body { font-size: 32px; }' });
      expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
});
