import { world } from '../support/world.js';

describe('an address', () => {
  it('that is a list, a header, a comment, a quotation or a look-alike is refused', async () => {
    const here = await world({ limits: { 'register.client': null } });
    const hostile = [
      'alice@example.com,mallory@evil.example',
      'alice@example.com mallory@evil.example',
      'alice@example.com\r\nBcc: mallory@evil.example',
      'Alice <alice@example.com>',
      '"alice@example.com"@evil.example',
      'alice(comment)@example.com',
      'alice@example.com(comment)',
      'group: alice@example.com;',
      'alice＠example.com',
      'ALICE\u212a@example.com',
      'al\u0131ce@example.com',
      'alice@example.com.',
      'alice@.example.com',
      'alice@example..com',
      '.alice@example.com',
      'alice.@example.com',
      'alice@127.0.0.1',
      'alice@[127.0.0.1]',
      'alice@example',
      'alice@@example.com',
      'alice%40example.com',
      'alice@exam%70le.com',
      'alice\0@example.com',
      `${'a'.repeat(65)}@example.com`,
      `alice@${'a'.repeat(250)}.com`,
      'a'.repeat(10_000),
    ];
    for (const email of hostile) {
      expect((await here.person('Mallory').registers({ email })).errors).toMatchObject([
        { code: 'INVALID_EMAIL', path: ['input', 'email'] },
      ]);
    }
    expect(await (await here.inspect()).rows('outbox_mails')).toEqual([]);
  });

  it('in another case is the same person, and one with dots or a tag is another', async () => {
    const here = await world();
    const alice = here.person('Alice');
    await alice.joins();

    expect((await alice.triesToLogIn(alice.password, 'ALICE@EXAMPLE.COM')).errors).toEqual([]);
    for (const other of ['al.ice@example.com', 'alice+tag@example.com']) {
      expect((await alice.triesToLogIn(alice.password, other)).errors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    }
  });

  it('of a domain in other letters is reached by the name that mail servers know', async () => {
    const here = await world();
    await here.person('Jürg').registers({ email: 'juerg@Bücher.example' });

    expect(await here.mailsTo('juerg@xn--bcher-kva.example')).toHaveLength(1);
  });
});
