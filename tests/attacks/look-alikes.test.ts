import { parseEmailAddress } from '../../src/email-addresses/email-address.js';
import { usernameKey } from '../../src/users/profile.js';
import { world } from '../support/world.js';

const KELVIN = '\u212a';

describe('a look-alike', () => {
  it('of an address is another one or none, on every path', async () => {
    const here = await world({ limits: { 'login.client': null } });
    const mike = here.person('Mike');
    await mike.joins();
    const mallory = here.person('Mallory');
    const lookAlikes = [
      `mi${KELVIN}e@example.com`,
      'm\u0131ke@example.com',
      'm\u0130ke@example.com',
      'mike\uff20example.com',
      '\uff4dike@example.com',
      'mike@example.com.',
      'mike.@example.com',
      'mik\u00e9@example.com',
      'mike\u0301@example.com',
      'mike\u200b@example.com',
    ];
    for (const email of lookAlikes) {
      expect(parseEmailAddress(email)).toBeNull();
      expect((await mallory.triesToLogIn(mike.password, email)).errors).toMatchObject([
        { code: 'INVALID_CREDENTIALS' },
      ]);
      const before = (await mike.mails()).length;
      here.clock.passes(120_000 as never);
      const lookAlike = here.person('Mike2');
      Object.assign(lookAlike, { email });
      expect((await lookAlike.asksForAPasswordReset()).errors).toMatchObject([{ code: 'INVALID_EMAIL' }]);
      expect((await lookAlike.asksForTheMailAgain()).errors).toMatchObject([{ code: 'INVALID_EMAIL' }]);
      expect(await mike.mails()).toHaveLength(before);
    }
  });

  it('of a domain is the domain that mail servers would look up', () => {
    const key = (address: string) => parseEmailAddress(address)?.key;
    // UTS 46 says so of these: there is no other domain that they could be.
    expect(key(`mike@${KELVIN}elvin.example`)).toBe('mike@kelvin.example');
    expect(key('mike@\uff45xample.com')).toBe('mike@example.com');
    // And these are others.
    expect(key('mike@stra\u00dfe.example')).toBe('mike@xn--strae-oqa.example');
    expect(key('mike@strasse.example')).toBe('mike@strasse.example');
    expect(key('mike@ex\u0430mple.com')).toBe('mike@xn--exmple-4nf.com');
    expect(key('mike@caf\u00e9.example')).toBe(key('mike@cafe\u0301.example'));
    expect(key('mike@CAF\u00c9.example')).toBe('mike@xn--caf-dma.example');
  });

  it('of a username is nobody', async () => {
    const here = await world({ limits: { 'login.client': null } });
    const mike = here.person('Mike');
    await mike.joins({ username: 'Mike.K' });
    for (const identifier of [
      `mike.${KELVIN}`,
      'm\u0131ke.k',
      'm\u0130ke.k',
      '\uff4dike.k',
      'mike.k\u200b',
      'mike\u3002k',
    ]) {
      expect((await mike.triesToLogIn(mike.password, identifier)).errors).toMatchObject([
        { code: 'INVALID_CREDENTIALS' },
      ]);
    }
    expect((await mike.triesToLogIn(mike.password, 'mIKE.k')).errors).toEqual([]);
    expect(usernameKey(KELVIN)).not.toBe('k');
  });

  it('gets no mail: it goes to the address as it is stored', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();
    here.clock.passes(120_000 as never);
    Object.assign(alice, { email: 'ALICE@EXAMPLE.COM' });
    await alice.asksForAPasswordReset();

    expect((await here.mailsTo('ALICE@EXAMPLE.COM')).map(({ kind }) => kind)).not.toContain('password_reset');
    expect((await here.newestMailTo('alice@example.com')).kind).toBe('password_reset');
  });
});
