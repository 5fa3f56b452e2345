import { request } from 'node:http';
import { world } from '../support/world.js';

/** A request with headers that fetch would not let a page set. */
function post(url: string, headers: Record<string, string>, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/graphql`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      },
    );
    sent.once('error', reject).end(body);
  });
}

describe('a forged host', () => {
  it('does not decide where a link leads', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    const query = `mutation { requestPasswordReset(input: { email: "${alice.email}" }) { accepted } }`;
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
    };

    expect(
      await post(
        here.url,
        { ...forged, origin: 'https://evil.example', referer: 'https://evil.example/' },
        JSON.stringify({ query }),
      ),
    ).toBe(200);

    const mail = await alice.newestMail();
    expect(mail.kind).toBe('password_reset');
    expect(mail.text).toContain('http://localhost:4000/reset-password?token=');
    expect(mail.text + mail.html).not.toContain('evil.example');
  });

  it('does not decide which address an event remembers', async () => {
    const here = await world({ trustedProxies: 0 });
    const body = JSON.stringify({
      query: 'mutation { login(input: { identifier: "nobody", password: "x" }) { errors { code } } }',
    });

    await post(here.url, { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6' }, body);

    expect(await (await here.inspect()).rows('events')).toMatchObject([
      { name: 'user_login_failure', ip: '127.0.0.1' },
    ]);
  });
});
