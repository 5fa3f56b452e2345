import { seconds } from '../../src/kernel/duration.js';
import { aliceWithTicket, files, picture, sends, ticketOf } from '../avatars/gallery.js';
import { FRONTEND, worldWithGoogle } from '../identities/google.js';
import { gets } from '../support/raw-request.js';
import { Visitor } from '../pages/visitor.js';

/** What a browser is told, which goes nowhere. */
async function visit(url: string, headers: Record<string, string> = {}) {
  const answer = await gets(url, headers);
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    retryAfter: answer.headers.get('retry-after'),
  };
}

describe('going to a provider', () => {
  it('is refused for the thirty-first time in a minute, and leaves nothing behind', async () => {
    const here = await worldWithGoogle();
    const begins = (from: string) => visit(`${here.url}/auth/google?returnTo=/home`, { 'x-forwarded-for': from });
    for (let nth = 0; nth < 30; nth += 1) expect((await begins('192.0.2.1')).location).toContain('code_challenge');
    here.clock.passes(seconds(20));

    const answer = await begins('192.0.2.1');

    expect(answer).toEqual({ status: 302, location: `${FRONTEND}/auth/callback?error=rate_limited`, retryAfter: '40' });
    expect(await (await here.inspect()).rows('provider_sign_ins')).toHaveLength(30);
    expect((await begins('192.0.2.2')).location).toContain('code_challenge');
    here.clock.passes(seconds(40));
    expect((await begins('192.0.2.1')).location).toContain('code_challenge');
  });

  it('counts the way back, too, which stays open meanwhile', async () => {
    const here = await worldWithGoogle({ limits: { 'redirects.client': { times: 2, per: seconds(60) } } });
    const comesBack = () => visit(`${here.url}/auth/google/callback?state=x&code=y`);
    for (let nth = 0; nth < 2; nth += 1) expect((await comesBack()).location).toMatch(/error=invalid_state$/);

    expect(await comesBack()).toMatchObject({ location: `${FRONTEND}/auth/callback?error=rate_limited` });
  });

  it('costs nothing of the limit where there is no such provider', async () => {
    const here = await worldWithGoogle({ limits: { 'redirects.client': { times: 1, per: seconds(60) } } });
    for (let nth = 0; nth < 3; nth += 1) expect((await visit(`${here.url}/auth/acme`)).status).toBe(404);

    expect((await visit(`${here.url}/auth/google`)).location).toContain('code_challenge');
  });

  it('has no limit where there are none', async () => {
    const here = await worldWithGoogle({
      rateLimits: false,
      limits: { 'redirects.client': { times: 1, per: seconds(60) } },
    });

    for (let nth = 0; nth < 3; nth += 1) expect((await visit(`${here.url}/auth/google`)).status).toBe(302);
  });
});

describe('sending pictures', () => {
  it('is refused over the limit, as JSON that says when to come again, and the ticket stays good', async () => {
    const { here, laptop } = await aliceWithTicket({ limits: { 'uploads.client': { times: 2, per: seconds(60) } } });
    const headers = { 'x-forwarded-for': '192.0.2.1', origin: 'https://app.example.com' };
    const send = async (url: string) => sends(here, url, await picture(), headers);
    for (let nth = 0; nth < 2; nth += 1) expect((await send(`${here.url}/avatars/upload/x`)).status).toBe(404);
    const url = await ticketOf(laptop);

    const answer = await send(url);

    expect(answer.status).toBe(429);
    expect(answer.json).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 60 } }] });
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(files(here)).toEqual([]);
    here.clock.passes(seconds(60));
    expect((await send(url)).status).toBe(204);
  });
});

it('the page where a sign-in ends says how long to wait', async () => {
  const here = await worldWithGoogle({ limits: { 'providers.client': { times: 1, per: seconds(60) } } });
  const trades = () => new Visitor(here).submits('/auth/callback', { code: 'x' });
  expect((await trades()).status).toBe(422);

  const page = await trades();

  expect([page.status, page.headers.get('retry-after')]).toEqual([429, '60']);
  expect(page.text).toContain('Wait 60 seconds');
});
