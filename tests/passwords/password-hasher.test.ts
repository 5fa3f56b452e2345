import { availableParallelism } from 'node:os';
import { PasswordHasher } from '../../src/passwords/password-hasher.js';

const cheap = { memoryCost: 64, timeCost: 2, parallelism: 1 };
/** Many more than are hashed at once. */
const CROWD = 12 * availableParallelism();

/** Counts the turns of the event loop in which something came. */
function turns(): { note(): void; readonly count: number } {
  let count = 0;
  let noted = false;
  return {
    note() {
      if (noted) return;
      noted = true;
      count += 1;
      setImmediate(() => (noted = false));
    },
    get count() {
      return count;
    },
  };
}

describe('passwords that wait in line for their hash', () => {
  it('all get their answer, several at a time', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('correct horse');
    const seen = turns();
    const answers = await Promise.all(
      Array.from({ length: CROWD }, async (_, place) => {
        const right = await hasher.verify(hash, place % 2 === 0 ? 'correct horse' : 'wrong');
        seen.note();
        return right;
      }),
    );
    expect(answers).toEqual(Array.from({ length: CROWD }, (_, place) => place % 2 === 0));
    expect(seen.count).toBeLessThan(CROWD / 2);
    expect(hasher.load).toMatchObject({ running: 0, waiting: 0 });
  });

  it('are not held up by one whose hash can’t be read', async () => {
    const hasher = new PasswordHasher(cheap);
    const hash = await hasher.hash('correct horse');
    const answers = await Promise.allSettled(
      Array.from({ length: CROWD }, (_, place) =>
        hasher.verify(place % 3 === 0 ? '$argon2id$broken' : hash, 'correct horse'),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: CROWD }, (_, place) => (place % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
  });
});

describe('what is to be done before the first hash', () => {
  it('is done once, and hashes wait for it', async () => {
    const hasher = new PasswordHasher(cheap);
    const seen: string[] = [];
    hasher.beforeFirst(async () => {
      seen.push('begun');
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push('done');
    });
    const hashes = async () => {
      await hasher.hash('correct horse');
      seen.push('hashed');
    };
    await Promise.all([hashes(), hashes()]);
    await hashes();
    expect(seen).toEqual(['begun', 'done', 'hashed', 'hashed', 'hashed']);
  });

  it('stops no hash where it fails', async () => {
    const hasher = new PasswordHasher(cheap);
    hasher.beforeFirst(() => Promise.reject(new Error('can not be loaded')));
    hasher.beforeFirst(() => {
      throw new Error('can not even begin');
    });
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
  });
});
