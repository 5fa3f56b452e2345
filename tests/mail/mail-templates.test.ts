import { DEFAULT_MAIL_BRAND, textColorOn } from '../../src/mail/mail-brand.js';
import { MailTemplates } from '../../src/mail/mail-templates.js';
import { everyMail } from './mail-contents.js';
import { code, link, verifyEmail } from './mail-house.js';

const doctype = 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd';

const templates = new MailTemplates(DEFAULT_MAIL_BRAND, 'https://app.example');

test('a verification mail carries the link and the code in both parts', async () => {
  const { html, text } = await templates.render(verifyEmail, 'en');
  expect(html.split(`href="${link}"`)).toHaveLength(3);
  expect(html).toContain(`>${code}<`);
  expect(text.split('\n')).toEqual(expect.arrayContaining([link, code]));
});

test.each(everyMail)('both parts of $kind say the same', async (content) => {
  const { html, text } = await templates.render(content, 'de');
  const shown = html.replace(/<br\/?>/g, '\n').replaceAll('&amp;', '&');
  for (const line of text.split('\n').filter((candidate) => candidate !== '-- ')) {
    expect(shown).toContain(line.replace(/:$/, ''));
  }
});

test.each(everyMail.filter((content) => !('link' in content)))('$kind links to the product alone', async (content) => {
  const { html, text } = await templates.render(content, null);
  const addresses = `${html}\n${text}`.match(/https?:\/\/[^"\s<]+/g) ?? [];
  expect(new Set(addresses)).toEqual(new Set(['https://app.example', doctype]));
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

test('a mail says that it can be read in the dark and loads nothing', async () => {
  const { html } = await templates.render(verifyEmail, null);
  expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
  expect(html).not.toMatch(/<(img|script|iframe|link)\b|url\(/i);
});

test('a name that a device gave itself is quoted, bounded and no link', async () => {
  const told = async (deviceName: string) => {
    const content = { kind: 'new_sign_in', deviceName, ip: null, at: '2026-11-21T08:05:00.000Z' } as const;
    const { html, text } = await templates.render(content, 'en');
    expect(html).not.toMatch(/<(script|b)\b/);
    return /^Device: (.*)$/m.exec(text)?.[1];
  };
  expect(await told("Alice's Firefox 128.0 on Linux")).toBe("“Alice's Firefox 128.0 on Linux”");
  expect(await told('Locked! Go to http://evil.example/login')).toBe('“Locked! Go to http evil example login”');
  expect(await told('www.evil.example')).toBe('“evil example”');
  expect(await told('evil。example and eve@evil．example')).toBe('“evil example and eve evil example”');
  expect(await told('Phone\r\nDevice: mine')).toBe('“Phone”');
  expect(await told('Phone” <b>\u202Eelppa')).toBe('“Phone belppa”');
  expect(await told('x'.repeat(500))).toBe(`“${'x'.repeat(100)}”`);
  expect(await told('://\u200B')).toBe('unknown');
});

test('an instant is told in the language, in UTC', async () => {
  const time = async (locale: string) => {
    const content = { kind: 'refresh_token_reused', deviceName: null, at: '2026-11-21T21:05:00.000Z' } as const;
    return (await templates.render(content, locale)).text.split('\n').find((line) => line.includes('UTC'));
  };
  expect(await time('en')).toBe('Time: November 21, 2026 at 21:05 UTC');
  expect(await time('de-CH')).toBe('Zeit: 21. November 2026 um 21:05 UTC');
  expect(await time('ja')).toBe('日時：2026年11月21日 21:05 UTC');
});

test('the brand shows in every mail', async () => {
  const logoUrl = 'https://cdn.example/logo.png?a=1&b=2';
  const branded = new MailTemplates({ name: 'Acme', logoUrl, color: '#ffcc00' }, 'https://app.example');
  for (const content of everyMail) {
    const { html, text, subject } = await branded.render(content, 'en');
    expect(html).toMatch(/<img src="https:\/\/cdn\.example\/logo\.png\?a=1&amp;b=2" alt="Acme" height="40"/);
    expect(html).toMatch(/<a[^>]*color:#000000;background-color:#ffcc00/);
    expect(`${subject}${text}`).not.toContain('Usergraph');
    expect(subject).toContain('Acme');
  }
});

test.each(['#000000', '#ffffff', '#1d4ed8', '#ffcc00', '#767676', '#ff0000', '#0080ff', '#75757f'])(
  'the text of a button can be read on %s',
  (color) => {
    expect(contrast(textColorOn(color), color)).toBeGreaterThan(4.5);
  },
);

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const channels = (color.match(/[0-9a-f]{2}/g) ?? []).map((hex) => Number.parseInt(hex, 16) / 255);
    const [red = 0, green = 0, blue = 0] = channels.map((c) =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
