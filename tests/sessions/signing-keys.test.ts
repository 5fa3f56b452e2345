import { decodeProtectedHeader } from 'jose';
import { seconds } from '../../src/kernel/duration.js';
import type { Device } from '../support/device.js';
import { type World, world } from '../support/world.js';

const kidOf = ({ tokens }: Device): string | undefined => decodeProtectedHeader(tokens?.accessToken ?? '').kid;

async function publishedKids(here: World): Promise<string[]> {
  const { keys } = (await (await fetch(`${here.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

describe('rotating the signing key', () => {
  it('signs with the new one, and goes on taking what the old one signed', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const before = await alice.joins();
    const made = await here.users.signingKeys.rotate();

    const after = await alice.signsIn();

    expect(kidOf(after)).toBe(made.id);
    expect(kidOf(before)).not.toBe(made.id);
    for (const device of [before, after]) expect(await device.asksMe()).toMatchObject({ email: 'alice@example.com' });
    expect(new Set(await publishedKids(here))).toEqual(new Set([kidOf(before), kidOf(after)]));
  });

  it('is understood by another instance at once, which signs with the new key within a minute', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    const elsewhere = await here.anotherInstance();
    const there = elsewhere.person('Alice');
    await there.signsIn();
    const made = await here.users.signingKeys.rotate();

    const fresh = await alice.signsIn();
    expect(await there.device().asksMe(fresh.tokens?.accessToken)).toMatchObject({ email: 'alice@example.com' });
    here.clock.passes(seconds(60));
    expect(kidOf(await there.signsIn())).toBe(made.id);
  });

  it('twice in a moment is understood by another instance too', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    const elsewhere = await here.anotherInstance();
    for (let times = 0; times < 2; times += 1) {
      await here.users.signingKeys.rotate();
      const { tokens } = await alice.signsIn();
      expect(await elsewhere.person('Alice').device().asksMe(tokens?.accessToken)).toMatchObject({
        email: 'alice@example.com',
      });
    }
  });

  it('ends what the old key signed once that is retired', async () => {
    const here = await world();
    const laptop = await here.person('Alice').joins();
    const old = kidOf(laptop) ?? '';
    expect(await here.users.signingKeys.retire(old)).toBe('current');
    await here.users.signingKeys.rotate();

    expect(await here.users.signingKeys.retire(old)).toBe('retired');

    expect(await laptop.isRefusedMe()).toMatchObject({ reason: 'TOKEN_INVALID' });
    expect((await laptop.refreshes()).errors).toEqual([]);
    expect(await laptop.asksMe()).toMatchObject({ email: 'alice@example.com' });
    expect(await here.users.signingKeys.retire('nonsense')).toBe('unknown');
  });

  it('keeps private keys sealed', async () => {
    const here = await world();
    await here.users.jwks();
    const [row] = await (await here.inspect()).rows('signing_keys');

    expect(JSON.stringify(row)).not.toMatch(/"d\\?":/);
    expect(JSON.stringify(await (await fetch(`${here.url}/.well-known/jwks.json`)).json())).not.toContain('"d"');
  });
});
