import { availableParallelism } from 'node:os';
import { minutes } from '../../src/kernel/duration.js';
import { asks } from '../support/raw-request.js';
import { world } from '../support/world.js';

const LOGIN = 'mutation { login(input: { identifier: "nobody", password: "guess" }) { errors { code } } }';
/** KiB: enough for hashes to take longer than it takes to ask for them. */
const COSTLY = 16_384;
const FLOOD = 64 * availableParallelism() + 60;

describe('a flood of sign-ins', () => {
  it('leaves `me` fast, and what is too much is told when to come again', async () => {
    // On a machine that does much else, the last hash takes longer than a connection may be silent.
    const server = { httpLimits: { silence: minutes(2) } };
    const here = await world({ hashingMemory: COSTLY, rateLimits: false, server });
    const laptop = await here.person('Alice').joins();
    const bearer = { authorization: `Bearer ${laptop.tokens?.accessToken}` };

    let answered = 0;
    const flood = Array.from({ length: FLOOD }, async () => {
      const answer = await asks(here.url, LOGIN);
      answered += 1;
      return answer;
    });
    const times: number[] = [];
    for (let asked = 0; asked < 10; asked += 1) {
      const startedAt = performance.now();
      expect((await asks(here.url, '{ me { email } }', {}, bearer)).json).toEqual({
        data: { me: { email: 'alice@example.com' } },
      });
      times.push(performance.now() - startedAt);
    }
    // Otherwise it was no flood.
    expect(answered).toBeLessThan(FLOOD);
    expect([...times].sort((one, other) => one - other)[5]).toBeLessThan(1_000);

    const answers = await Promise.all(flood);
    const busy = answers.filter(({ code }) => code === 'SERVICE_UNAVAILABLE');
    expect(busy.length).toBeGreaterThan(0);
    for (const answer of busy) {
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(answer.json.errors?.[0]?.extensions['retryAfter']).toBe(2);
    }
    for (const answer of answers.filter(({ code }) => code === undefined)) {
      expect(answer.json).toEqual({ data: { login: { errors: [{ code: 'INVALID_CREDENTIALS' }] } } });
    }
  }, 90_000);
});
