import { DEFAULT_MAIL_BRAND } from '../../src/mail/mail-brand.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import { code, link, verifyEmail } from './mail-house.js';

const templates = new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example');

test('a verification mail carries the link and the code in both parts', async () => {
  const { html, text } = await templates.render(verifyEmail, 'en');
  expect(html.split(`href="${link}"`)).toHaveLength(3);
  expect(html).toContain(`>${code}<`);
  expect(text.split('\n')).toEqual(expect.arrayContaining([link, code]));
});

test('the plain part of a verification mail reads well', async () => {
  expect((await templates.render(verifyEmail, null)).text).toMatchInlineSnapshot(`
"Confirm your e-mail address

Somebody, hopefully you, gave this address to Usergraph. Confirm that it is yours.

Confirm e-mail address:
https://app.example/verify-email?token=Zq3-secret-token_91

Or type this code where you are asked for it:
482913

The link works for 24 hours, the code for 10 minutes. Give neither of them to anyone.

If you did not ask for this, ignore this mail: without the link or the code nothing happens.

-- 
Usergraph
https://app.example
"
`);
});

test('the plain part of a notice about an account that exists reads well', async () => {
  expect((await templates.render({ kind: 'account_exists' }, null)).text).toMatchInlineSnapshot(`
"You already have an account

Somebody, perhaps you, tried to register at Usergraph with this address. It belongs to an account already, and nothing in that account has changed.

If it was you, sign in as usual. If you forgot your password, you can reset it there.

Go to Usergraph:
https://app.example

If it was not you, there is nothing to do.

-- 
Usergraph
https://app.example
"
`);
});

test('a notice about an account that exists links to the product and to nothing else', async () => {
  const { html, text } = await templates.render({ kind: 'account_exists' }, null);
  const addresses = `${html}\n${text}`.match(/https?:\/\/[^"\s<]+/g) ?? [];
  expect(new Set(addresses)).toEqual(
    new Set(['https://app.example', 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd']),
  );
  expect(text).not.toMatch(/\d{6}/);
});

test('nothing that is filled in becomes markup', async () => {
  const hostile = '"><script>alert(1)</script><b x="';
  const named = new MailTemplates({ ...DEFAULT_MAIL_BRAND, name: hostile }, 'https://app.example');
  const { html } = await named.render(
    { kind: 'verify_email', link: `https://app.example/?${hostile}`, code: hostile },
    null,
  );
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<b x');
  expect(html).toContain('&lt;script&gt;');
});

test('the subject is one line whatever the product is called', async () => {
  const name = 'Users\r\nBcc: eve@example.com';
  const named = new MailTemplates({ ...DEFAULT_MAIL_BRAND, name }, 'https://app.example');
  expect((await named.render(verifyEmail, null)).subject).toBe(
    'Confirm your e-mail address for Users Bcc: eve@example.com',
  );
});

test.each([
  ['a region', 'en-GB'],
  ['a language without a translation', 'tlh'],
  ['no language', null],
  ['a name that every object has', 'constructor'],
])('with %s the mail is in English', async (_, locale) => {
  const { html, locale: language } = await templates.render(verifyEmail, locale);
  expect(language).toBe('en');
  expect(html).toContain('lang="en"');
});

test('a mail says that it can be read in the dark and loads nothing', async () => {
  const { html } = await templates.render(verifyEmail, null);
  expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
  expect(html).not.toMatch(/<(img|script|iframe|link)\b|url\(/i);
});
