import { hashOfNothing, PasswordHasher } from '../../src/passwords/password-hasher.js';

const COST = { memoryCost: 1_024, timeCost: 3, parallelism: 2 };

/** All that decides how much work it is to verify a password against it. */
const work = (hash: string) => hash.replace(/\$[\w+/]{22}\$[\w+/]{43}$/, ' and a salt and a digest');

describe('what an unknown account has in place of a hash', () => {
  it('takes the same work as a hash', async () => {
    const made = await new PasswordHasher(COST).hash('correct horse battery');

    expect(work(hashOfNothing(COST))).toBe(work(made));
    expect(work(made)).toBe('$argon2id$v=19$m=1024,p=2,t=3 and a salt and a digest');
  });

  it('is another one each time, and no password belongs to it', async () => {
    expect(hashOfNothing(COST)).not.toBe(hashOfNothing(COST));
    expect(await new PasswordHasher(COST).verify(null, 'no password')).toBe(false);
  });
});
