import { createHmac, generateKeyPairSync } from 'node:crypto';
import { exportJWK, importJWK, type JWK, SignJWT } from 'jose';
import { SecretKey } from '../../src/kernel/secrets.js';
import type { Device } from '../support/device.js';
import { SECRET_KEY, type World, world } from '../support/world.js';

type Claims = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = ''): Claims => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;

/** A real token taken apart, and the real key, as if it had leaked: so that what is refused is refused for one reason. */
async function dissected(
  here: World,
  laptop: Device,
): Promise<{ header: Claims; claims: Claims; sign: (header: Claims, claims: Claims) => Promise<string> }> {
  const [header, claims] = (laptop.tokens?.accessToken ?? '').split('.');
  const [row] = await (await here.inspect()).rows('signing_keys');
  const jwk = JSON.parse(new SecretKey(SECRET_KEY).open('signing-key', String(row?.['sealed_private_jwk']))) as JWK;
  const key = await importJWK(jwk, 'EdDSA');
  const sign = (head: Claims, payload: Claims): Promise<string> =>
    new SignJWT(payload).setProtectedHeader(head as { alg: string }).sign(key, { crit: { 'x-unknown': true } });
  return { header: decode(header), claims: decode(claims), sign };
}

describe('a forged access token', () => {
  it('is believed where nothing but the key is changed back: the control of all that follows', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);

    expect(await laptop.asksMe(await sign(header, claims))).toMatchObject({ email: 'alice@example.com' });
  });

  it('is refused without a signature, in any spelling of "none"', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims } = await dissected(here, laptop);

    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      for (const signature of ['', 'AA']) {
        const token = `${encode({ ...header, alg })}.${encode(claims)}.${signature}`;
        expect(await laptop.isRefusedMe(token)).toMatchObject({ reason: 'TOKEN_INVALID' });
      }
    }
    expect(await laptop.isRefusedMe(`${encode(header)}.${encode(claims)}.`)).toMatchObject({ reason: 'TOKEN_INVALID' });
  });

  it('is refused where the public key is taken for a shared secret', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims } = await dissected(here, laptop);
    const { keys } = await here.users.jwks();
    const secrets = [JSON.stringify(keys[0]), String(keys[0]?.x), Buffer.from(String(keys[0]?.x), 'base64url')];

    for (const secret of secrets) {
      const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
      const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      expect(await laptop.isRefusedMe(token)).toMatchObject({ reason: 'TOKEN_INVALID' });
    }
  });

  it('is refused with a key that it brings itself', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims } = await dissected(here, laptop);
    const pair = generateKeyPairSync('ed25519');
    const jwk = await exportJWK(pair.publicKey);
    const own = { jwk, jku: 'https://evil.example/jwks.json', x5u: 'https://evil.example/cert', x5c: ['AAAA'] };

    for (const [name, value] of Object.entries(own)) {
      for (const kid of [header['kid'], 'mine', undefined]) {
        const head = { ...header, alg: 'EdDSA', kid: String(kid), [name]: value };
        const token = await new SignJWT(claims).setProtectedHeader(head).sign(pair.privateKey);
        expect(await laptop.isRefusedMe(token)).toMatchObject({ reason: 'TOKEN_INVALID' });
      }
    }
  });

  it('is refused with a key id that is a path, a query or a URL', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);

    for (const kid of [
      '../../etc/passwd',
      "' or '1'='1",
      'https://evil.example',
      '',
      '\0',
      '__proto__',
      'constructor',
    ]) {
      expect(await laptop.isRefusedMe(await sign({ ...header, kid }, claims))).toMatchObject({
        reason: 'TOKEN_INVALID',
      });
    }
  });

  it('is refused where it is of another kind, for another audience or from another issuer', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);

    for (const typ of ['JWT', 'id+jwt', 'logout+jwt', undefined]) {
      expect(await laptop.isRefusedMe(await sign({ ...header, typ }, claims))).toMatchObject({
        reason: 'TOKEN_INVALID',
      });
    }
    for (const change of [
      { aud: 'https://other.example' },
      { aud: undefined },
      { iss: 'https://other.example' },
      { iss: undefined },
    ]) {
      expect(await laptop.isRefusedMe(await sign(header, { ...claims, ...change }))).toMatchObject({
        reason: 'TOKEN_INVALID',
      });
    }
  });

  it('is refused without its times, before them and after them', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);
    const now = Number(claims['iat']);

    for (const change of [
      { exp: undefined },
      { iat: undefined },
      { iat: now + 120 },
      { nbf: now + 120 },
      { exp: 'soon' },
    ]) {
      expect(await laptop.isRefusedMe(await sign(header, { ...claims, ...change }))).toMatchObject({
        reason: 'TOKEN_INVALID',
      });
    }
    expect(await laptop.isRefusedMe(await sign(header, { ...claims, exp: now - 1 }))).toMatchObject({
      reason: 'TOKEN_EXPIRED',
    });
    expect(
      await laptop.isRefusedMe(await sign(header, { ...claims, iat: now - 86_400, exp: now + 86_400 })),
    ).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('is refused with a session of another, or of nobody', async () => {
    const here = await world();
    const [alice, bob] = [await here.person('Alice').joins(), await here.person('Bob').joins()];
    const { header, claims, sign } = await dissected(here, alice);
    const foreign = decode((bob.tokens?.accessToken ?? '').split('.')[1]);

    for (const change of [
      { sid: foreign['sid'] },
      { sub: foreign['sub'] },
      { sid: '00000000-0000-7000-8000-000000000000' },
    ]) {
      expect(await alice.isRefusedMe(await sign(header, { ...claims, ...change }))).toMatchObject({
        reason: 'SESSION_REVOKED',
      });
    }
    for (const sid of ['nonsense', 7, null, '']) {
      expect(await alice.isRefusedMe(await sign(header, { ...claims, sid }))).toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
  });

  it('is refused with an extension that we do not understand', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);

    const token = await sign({ ...header, crit: ['x-unknown'], 'x-unknown': true }, claims);

    expect(await laptop.isRefusedMe(token)).toMatchObject({ reason: 'TOKEN_INVALID' });
  });

  it('gains nothing by claiming rights: they are read again', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const { header, claims, sign } = await dissected(here, laptop);

    const me = await laptop.asksMe(
      await sign(header, { ...claims, admin: true, permissions: ['users:write'], roles: ['support'] }),
    );

    expect(me).toMatchObject({ isAdmin: false, permissions: [], roles: [] });
  });
});

describe('an access token', () => {
  it('says what the contract says and nothing of who the user is', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins({ name: 'Alice B.', username: 'wonder', phone: '+41446681800' });
    const { header, claims } = await dissected(here, laptop);

    expect(header).toEqual({ typ: 'at+jwt', alg: 'EdDSA', kid: expect.stringMatching(/^[\w-]{43}$/) });
    expect(claims).toEqual({
      iss: 'http://localhost:4000',
      aud: 'http://localhost:4000',
      sub: (await laptop.asksMe())?.id,
      sid: expect.any(String),
      jti: expect.any(String),
      iat: 1_795_249_800,
      exp: 1_795_250_700,
      roles: [],
      permissions: [],
      admin: false,
    });
  });
});
