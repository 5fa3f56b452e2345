import { createHash } from 'node:crypto';
import { world } from '../support/world.js';
import { Visitor } from './visitor.js';

const HOSTILE = `"><script>alert('1')</script>&amp;\u2028<img src=x onerror=alert(1)>`;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the pages', () => {
  it('load nothing of others, send forms nowhere else, and are not framed, kept or told of', async () => {
    const visitor = new Visitor(await world());
    for (const page of [
      await visitor.opens('/verify-email?token=x'),
      await visitor.opens('/reset-password?token=x'),
      await visitor.submits('/verify-email', { token: 'x' }),
      await visitor.submits('/verify-email', {}),
    ]) {
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = page.headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(page.source).not.toMatch(/https?:|\/\/[a-z]| src=| style=| on[a-z]+=/);
    }
  });

  it('run only the script and the style that their policy names', async () => {
    const { headers, source } = await new Visitor(await world()).opens('/reset-password?token=x');
    const policy = headers.get('content-security-policy') ?? '';
    for (const [kind, element] of Object.entries({ 'script-src': 'script', 'style-src': 'style' })) {
      const texts = [...source.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'))].map(
        (match) => match[1] ?? '',
      );
      expect(texts).toHaveLength(1);
      expect(policy).toContain(
        `${kind} 'sha256-${createHash('sha256')
          .update(texts[0] ?? '')
          .digest('base64')}'`,
      );
    }
    expect(/<style>([\s\S]*?)<\/style>/.exec(source)?.[1]?.length).toBeLessThan(4096);
  });

  it('let nothing that is sent become markup', async () => {
    const visitor = new Visitor(await world());
    const token = encodeURIComponent(HOSTILE);
    const pages = [
      await visitor.opens(`/verify-email?token=${token}`),
      await visitor.opens(`/reset-password?token=${token}&lang=${token}`),
      await visitor.submits('/reset-password', { token: HOSTILE, newPassword: HOSTILE, lang: HOSTILE }),
      await visitor.submits('/verify-email', { email: HOSTILE }),
      await visitor.submits('/verify-email', { email: `"<img>"@example.com` }),
    ];

    for (const { source } of pages) expect(source).not.toMatch(/<img|alert\('1|<script>alert/);
    expect(pages[0]?.field('token')).toBe(HOSTILE);
    expect(pages[3]?.field('email')).toBe(HOSTILE);
  });

  it('answer a form that is none with a page that says so', async () => {
    const visitor = new Visitor(await world());
    for (const body of ['', '%', 'other=1', 'token=a&email=b', 'token=a&token=b']) {
      for (const path of ['/verify-email', '/reset-password']) {
        const page = await visitor.asks(path, { method: 'POST', headers: FORM, body });
        expect(page).toMatchObject({ status: 400, heading: 'That did not work' });
        expect(page.text).toContain('Open the link in the mail again.');
      }
    }
    expect((await visitor.submits('/reset-password', { token: 'x' })).status).toBe(400);
  });

  it('take forms alone, of at most 100 kB', async () => {
    const visitor = new Visitor(await world());
    const json = { 'content-type': 'application/json' };

    expect(await visitor.asks('/verify-email', { method: 'POST', headers: json, body: '{"token":"x"}' })).toMatchObject(
      {
        status: 415,
        heading: 'That did not work',
      },
    );
    expect((await visitor.asks('/verify-email', { method: 'POST', headers: json, body: '{' })).status).toBe(415);
    expect((await visitor.submits('/verify-email', { token: 'x'.repeat(100_000) })).status).toBe(422);
    expect(await visitor.submits('/verify-email', { token: 'x'.repeat(103_000) })).toMatchObject({
      status: 413,
      heading: 'That did not work',
    });
  });

  it('do nothing for a form on another website', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.registers();
    const { token } = await alice.newestMail();
    const foreign = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'not an origin' },
    ];
    for (const headers of foreign) {
      const page = await new Visitor(here, headers).submits('/verify-email', { token });
      expect(page).toMatchObject({ status: 403, heading: 'That did not work' });
    }

    const own = new Visitor(here, { 'sec-fetch-site': 'same-origin', origin: 'null' });
    expect((await own.submits('/verify-email', { token })).status).toBe(200);
  });

  it('take forms without taking them from the API', async () => {
    const here = await world();
    const visitor = new Visitor(here);

    const form = await visitor.submits('/graphql', { query: '{ __typename }' });
    const json = await visitor.asks('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });

    expect(form.status).toBe(415);
    expect(json.source).toContain('"Query"');
  });

  it('log neither tokens nor passwords', async () => {
    const here = await world();
    const visitor = new Visitor(here);
    await visitor.opens('/reset-password?token=secret-token-1');
    await visitor.submits('/reset-password', { token: 'secret-token-1', newPassword: 'secret-password-1' });

    expect(here.log.lines.length).toBeGreaterThan(1);
    expect(JSON.stringify(here.log.lines)).not.toMatch(/secret-(token|password)-1/);
  });
});
