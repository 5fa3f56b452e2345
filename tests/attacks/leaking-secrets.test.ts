import { world } from '../support/world.js';

describe('secrets', () => {
  it('stand nowhere in the database or the log but as digests and sealed', async () => {
    const here = await world();
    const alice = here.person('Alice');
    const secrets = new Set<string>([alice.password]);
    const laptop = await alice.joins();
    const { token, code } = await alice.newestMail();
    await alice.asksForAPasswordReset();
    const reset = await alice.newestMail();
    secrets.add(token).add(code).add(reset.token).add(reset.code);
    await alice.triesToLogIn('a wrong but telling password');
    secrets.add('a wrong but telling password');
    for (let times = 0; times < 2; times += 1) {
      secrets.add(laptop.tokens?.accessToken ?? '').add(laptop.tokens?.refreshToken ?? '');
      await laptop.refreshes();
    }
    await laptop.changesPassword('yet another telling passphrase');
    secrets.add('yet another telling passphrase').add(laptop.tokens?.refreshToken ?? '');

    const inspector = await here.inspect();
    const tables = ['users', 'old_passwords', 'sessions', 'refresh_tokens', 'one_time_tokens', 'pending_registrations'];
    tables.push(
      'outbox_mails',
      'mail_cooldowns',
      'events',
      'signing_keys',
      'known_devices',
      'avatar_tickets',
      'avatar_pictures',
    );
    const stored = JSON.stringify(await Promise.all(tables.map((table) => inspector.rows(table))));
    const logged = JSON.stringify(here.log.lines.filter(({ level }) => level !== 'debug'));

    expect(stored).toContain('alice@example.com');
    for (const secret of secrets) {
      expect(stored).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
    expect(stored).not.toMatch(/"d\\*":/);
  });
});
