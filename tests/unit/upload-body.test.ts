import { PassThrough } from 'node:stream';
import { type Pace, readUpload } from '../../src/avatars/upload-body.js';
import { milliseconds, minutes } from '../../src/kernel/duration.js';

const PATIENT: Pace = { patience: minutes(1), leastRate: 0, look: milliseconds(10) };

describe('reading a body', () => {
  it('returns all of it', async () => {
    const body = new PassThrough();
    body.write('one ');
    body.end('two');

    expect(String(await readUpload(body, 7, PATIENT))).toBe('one two');
  });

  it('stops at the first byte too many and leaves the stream open', async () => {
    const body = new PassThrough();
    body.write('12345678');

    expect(await readUpload(body, 7, PATIENT)).toBe('TOO_LARGE');
    expect(body.destroyed).toBe(false);
  });

  it('stops when it takes too long, however steadily it drips', async () => {
    const body = new PassThrough();
    const drip = setInterval(() => body.write('.'), 5);

    expect(await readUpload(body, 1_000_000, { ...PATIENT, patience: milliseconds(50) })).toBe('TOO_SLOW');
    clearInterval(drip);
    expect(body.destroyed).toBe(false);
  });

  it('stops at the first look at one that drips, long before its time is over, and waits for one that is merely slow', async () => {
    const drips = async (bytes: number) => {
      const body = new PassThrough();
      const drip = setInterval(() => body.write(Buffer.alloc(bytes)), 5);
      setTimeout(() => (clearInterval(drip), body.end()), 200);
      const read = await readUpload(body, 1_000_000, { ...PATIENT, leastRate: 20_000, look: milliseconds(50) });
      clearInterval(drip);
      return typeof read === 'string' ? read : 'read';
    };

    expect(await drips(1)).toBe('TOO_SLOW');
    expect(await drips(1_000)).toBe('read');
  });

  it('notices a connection that breaks', async () => {
    for (const reason of [undefined, new Error('reset')]) {
      const body = new PassThrough();
      body.write('half');
      setImmediate(() => body.destroy(reason));

      expect(await readUpload(body, 7, PATIENT)).toBe('BROKEN_OFF');
    }
  });
});
