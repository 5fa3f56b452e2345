import { PassThrough } from 'node:stream';
import { readUpload } from '../../src/avatars/upload-body.js';
import { milliseconds, minutes } from '../../src/kernel/duration.js';

describe('reading a body', () => {
  it('returns all of it', async () => {
    const body = new PassThrough();
    body.write('one ');
    body.end('two');

    expect(String(await readUpload(body, 7, minutes(1)))).toBe('one two');
  });

  it('stops at the first byte too many and leaves the stream open', async () => {
    const body = new PassThrough();
    body.write('12345678');

    expect(await readUpload(body, 7, minutes(1))).toBe('TOO_LARGE');
    expect(body.destroyed).toBe(false);
  });

  it('stops when it takes too long, however steadily it drips', async () => {
    const body = new PassThrough();
    const drip = setInterval(() => body.write('.'), 5);

    expect(await readUpload(body, 1_000_000, milliseconds(50))).toBe('TOO_SLOW');
    clearInterval(drip);
    expect(body.destroyed).toBe(false);
  });

  it('notices a connection that breaks', async () => {
    for (const reason of [undefined, new Error('reset')]) {
      const body = new PassThrough();
      body.write('half');
      setImmediate(() => body.destroy(reason));

      expect(await readUpload(body, 7, minutes(1))).toBe('BROKEN_OFF');
    }
  });
});
