import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { gets } from '../support/raw-request.js';
import { world, type World } from '../support/world.js';

const PUBLIC_URL = 'http://localhost:4000';

describe('the published keys', () => {
  it('have public members only, and may be kept for a while', async () => {
    const answer = await gets(`${(await world()).url}/.well-known/jwks.json`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const { keys } = JSON.parse(answer.text) as JSONWebKeySet;
    expect(keys).toHaveLength(1);
    expect(keys[0]).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      kid: expect.stringMatching(/^[\w-]{43}$/),
      x: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('are the same after a restart and on another instance', async () => {
    const here = await world();
    const another = await here.anotherInstance();

    expect(await keysOf(another)).toEqual(await keysOf(here));
  });
});

describe('an access token', () => {
  it('is verified by anyone who has the published keys', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const token = laptop.tokens?.accessToken ?? '';

    const { payload } = await jwtVerify(token, createLocalJWKSet(await keysOf(here)), {
      issuer: PUBLIC_URL,
      audience: PUBLIC_URL,
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
      currentDate: here.clock.now(),
    });

    const seconds = here.clock.now().getTime() / 1_000;
    expect(payload).toEqual({
      iss: PUBLIC_URL,
      aud: PUBLIC_URL,
      sub: (await laptop.asksMe())?.id,
      sid: (await laptop.listsSessions())[0]?.id,
      jti: expect.stringMatching(/^[\w-]{16,}$/),
      iat: seconds,
      exp: seconds + 15 * 60,
      roles: [],
      permissions: [],
      admin: false,
    });
  });

  it('says of itself what it is, and which key it was signed with', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();

    const header = decodeProtectedHeader(laptop.tokens?.accessToken ?? '');

    expect(header).toEqual({ typ: 'at+jwt', alg: 'EdDSA', kid: (await keysOf(here)).keys[0]?.kid });
  });

  it('names itself once: no two have the same jti', async () => {
    const alice = (await world()).person('Alice');
    const tokens = [await alice.joins(), await alice.signsIn()].map(({ tokens }) => tokens?.accessToken ?? '');

    const names = tokens.map((token) => decodeJwt(token).jti);

    expect(new Set(names).size).toBe(2);
  });
});

async function keysOf({ url }: World): Promise<JSONWebKeySet> {
  return JSON.parse((await gets(`${url}/.well-known/jwks.json`)).text) as JSONWebKeySet;
}
