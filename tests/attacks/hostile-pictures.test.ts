import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import {
  aliceWithTicket,
  at,
  avatarUrl,
  files,
  type Kind,
  KINDS,
  picture,
  sends,
  ticketOf,
} from '../avatars/gallery.js';
import type { RawAnswer } from '../support/raw-request.js';
import type { World } from '../support/world.js';

const LARGEST = 5 * 1024 * 1024;

/** The status, the code, a JSON error, and nothing in the store. */
function expectRefusal(here: World, answer: RawAnswer, status: number | number[], code?: string): void {
  expect([status].flat()).toContain(answer.status);
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(answer.message).toMatch(/\.$/);
  expect(answer.code).toMatch(new RegExp(`^${code ?? '[A-Z_]+'}$`));
  expect(files(here)).toEqual([]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of one colour whose file is as small as it can be. */
function flatPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(rows * (1 + Math.ceil(width / 8))), { level: 9 });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const none = Buffer.alloc(0);
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', none)]);
}

/** A GIF of many frames, each of one pixel. */
function gifOfFrames(count: number): Buffer {
  const head = Buffer.from('47494638396102000200800000ff0000ffffff', 'hex');
  const frame = Buffer.from('21f904000a0000002c0000000001000100000202440100', 'hex');
  return Buffer.concat([head, ...Array.from({ length: count }, () => frame), Buffer.from([0x3b])]);
}

describe('what is no picture', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const others: Readonly<Record<string, string | Buffer>> = {
    SVG: svg,
    'SVG with a declaration': `<?xml version="1.0"?>${svg}`,
    HTML: '<!doctype html><script>alert(1)</script>',
    text: 'hello',
    PDF: '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n',
    ZIP: Buffer.from('504b0304140000000800', 'hex'),
    BMP: Buffer.from('424d3a0000000000000036000000280000000100000001000000', 'hex'),
    'a bare signature of PNG': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    'nothing but zeros': Buffer.alloc(1_000),
    HEIC: Buffer.from('00000018667479706865696300000000686569636d696631', 'hex'),
  };

  it.each(Object.keys(others))('is refused: %s', async (name) => {
    const { here, url } = await aliceWithTicket();

    expectRefusal(here, await sends(here, url, Buffer.from(others[name] ?? '')), [415, 422]);
  });

  it('is refused: nothing at all', async () => {
    const { here, url } = await aliceWithTicket();

    expectRefusal(here, await sends(here, url, Buffer.alloc(0)), 415);
  });

  it('is refused where the decoder could read it: TIFF', async () => {
    const { here, url } = await aliceWithTicket();
    const tiff = await sharp(await picture())
      .tiff()
      .toBuffer();

    expectRefusal(here, await sends(here, url, tiff), 415, 'NOT_A_PICTURE');
  });

  it('is refused whatever its header says', async () => {
    const { here, url } = await aliceWithTicket();

    expectRefusal(here, await sends(here, url, svg, { 'content-type': 'image/png' }), 415, 'NOT_A_PICTURE');
  });
});

describe('a picture', () => {
  it('is refused where it is sent as something else', async () => {
    const { here, url } = await aliceWithTicket();
    for (const type of [
      'text/html',
      'application/json',
      'image/svg+xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      expectRefusal(here, await sends(here, url, await picture(), { 'content-type': type }), 415, 'NOT_A_PICTURE');
    }
    expectRefusal(here, await sends(here, url, await picture(), { 'content-encoding': 'gzip' }), 415);

    const jpeg = await sends(here, url, await picture('png'), { 'content-type': 'image/jpeg' });
    expect(jpeg.status).toBe(204);
  });

  it.each(KINDS)('is refused where it is cut off: %s', async (kind: Kind) => {
    const { here, laptop } = await aliceWithTicket();
    const whole = await picture(kind);

    for (const part of [0.3, 0.6, 0.9, 0.99]) {
      const cut = whole.subarray(0, Math.floor(whole.length * part));
      expectRefusal(here, await sends(here, await ticketOf(laptop), cut), [415, 422]);
    }
    expectRefusal(here, await sends(here, await ticketOf(laptop), whole.subarray(0, -1)), 422, 'UNREADABLE_PICTURE');
  });

  it.each(KINDS)('is refused where its inside is damaged, or decoded without a crash: %s', async (kind: Kind) => {
    const { here, laptop } = await aliceWithTicket();
    const whole = await picture(kind);

    for (let seed = 1; seed <= 8; seed += 1) {
      const damaged = Buffer.from(whole);
      for (let at = 20 + seed; at < damaged.length; at += 97 * seed) damaged[at] = (damaged[at] ?? 0) ^ 0x5a;
      expect([204, 415, 422]).toContain((await sends(here, await ticketOf(laptop), damaged)).status);
    }
    expect(here.log.errors()).toEqual([]);
  });

  it('is refused where it is a page or a script, too', async () => {
    const { here, laptop } = await aliceWithTicket();
    const jpeg = await picture('jpeg');
    const html = Buffer.from('<html><script>alert(1)</script></html>');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, html.length + 2]), html]);
    const script = Buffer.from('*/=1;alert(1);//');
    const polyglots = [
      Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
      Buffer.concat([jpeg, html]),
      Buffer.concat([await picture('gif'), script]),
      Buffer.concat([Buffer.from('GIF89a/*'), (await picture('gif')).subarray(8), script]),
      Buffer.concat([await picture('png'), Buffer.from('PK\x03\x04 an archive')]),
      Buffer.concat([await picture('webp'), script]),
      Buffer.concat([await picture('avif'), script]),
      Buffer.concat([
        (await picture('png')).subarray(0, -12),
        pngChunk('tEXt', html),
        pngChunk('IEND', Buffer.alloc(0)),
      ]),
    ];

    for (const polyglot of polyglots) {
      expectRefusal(here, await sends(here, await ticketOf(laptop), polyglot), [415, 422]);
    }
  });

  it('may have more behind it where phones put it there: after a JPEG', async () => {
    const { here, url } = await aliceWithTicket();
    const [photo, depth] = [await picture('jpeg'), await picture('jpeg', 20, 20)];

    expect((await sends(here, url, Buffer.concat([photo, depth]))).status).toBe(204);
  });

  it('of 30,000 × 30,000 pixels is refused at once', async () => {
    const { here, url } = await aliceWithTicket();
    const bomb = flatPng(30_000, 30_000);
    expect(bomb.length).toBeLessThan(200_000);
    await sends(here, url, Buffer.from('loads what is loaded once'));

    const startedAt = performance.now();
    expectRefusal(here, await sends(here, url, bomb), 422, 'TOO_MANY_PIXELS');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('is refused where it says to be larger than it may be, in each kind', async () => {
    const { here, laptop } = await aliceWithTicket();
    const huge = sharp({ create: { width: 5_200, height: 5_200, channels: 3, background: 'red' } });

    for (const bytes of [await huge.clone().jpeg().toBuffer(), await huge.clone().webp({ effort: 0 }).toBuffer()]) {
      expectRefusal(here, await sends(here, await ticketOf(laptop), bytes), 422, 'TOO_MANY_PIXELS');
    }
    expectRefusal(here, await sends(here, await ticketOf(laptop), flatPng(25_000_000, 1)), 422);
    expectRefusal(
      here,
      await sends(here, await ticketOf(laptop), flatPng(4_000, 4_000, 10)),
      422,
      'UNREADABLE_PICTURE',
    );
    expectRefusal(here, await sends(here, await ticketOf(laptop), flatPng(0, 10)), 422);
  });

  it('is refused where its screen or a frame is enormous, whatever the decoder makes of it: GIF', async () => {
    const { here, laptop } = await aliceWithTicket();
    const screen = gifOfFrames(1);
    screen.fill(0xff, 6, 10);
    const frame = gifOfFrames(2);
    frame.fill(0xff, frame.lastIndexOf(0x2c) + 5, frame.lastIndexOf(0x2c) + 9);

    for (const gif of [screen, frame])
      expectRefusal(here, await sends(here, await ticketOf(laptop), gif), 422, 'TOO_MANY_PIXELS');
  });

  it('is refused where sixteen thousand lines of one pixel would be more than is taken, and taken where they are not', async () => {
    const { here, laptop } = await aliceWithTicket();

    expect((await sends(here, await ticketOf(laptop), flatPng(16_384, 1))).status).toBe(204);
    expect((await sends(here, await ticketOf(laptop), flatPng(1, 16_384))).status).toBe(204);
    expect((await sends(here, await ticketOf(laptop), flatPng(16_385, 1))).code).toBe('TOO_MANY_PIXELS');
  });

  it('of ten thousand frames is its first', async () => {
    const { here, url } = await aliceWithTicket();

    expect((await sends(here, url, gifOfFrames(10_000))).status).toBe(204);
  });
});

describe('the server’s memory', () => {
  it('hardly grows for pictures that say to be enormous', async () => {
    const folder = mkdtempSync(join(process.env['TEST_RUN_FOLDER'] ?? '', 'bombs-'));
    const hostile = {
      'bomb.png': flatPng(30_000, 30_000),
      'line.png': flatPng(2_000_000_000, 1, 0),
      'frames.gif': gifOfFrames(100_000),
      'short.png': flatPng(4_900, 4_900, 10),
    };
    const write = (name: string, bytes: Buffer) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const warmUp = write('warm-up.png', await picture('png', 2_000, 1_500));
    const paths = Object.entries(hostile).map(([name, bytes]) => write(name, bytes));
    const script = fileURLToPath(new URL('decoder-memory.ts', import.meta.url));
    const args = ['--import=./tools/typescript-loader.mjs', script, warmUp, ...paths];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    rmSync(folder, { recursive: true });

    const { grown, longestPause, problems } = JSON.parse(stdout) as Record<string, unknown>;
    expect(problems).toEqual(['TOO_MANY_PIXELS', expect.any(String), 'ok', 'UNREADABLE_PICTURE']);
    expect(grown).toBeLessThan(60);
    expect(longestPause).toBeLessThan(500);
  });
});

describe('a body that is too large', () => {
  it('is refused by what it says of its length', async () => {
    const { here, url } = await aliceWithTicket();

    expectRefusal(here, await sends(here, url, Buffer.alloc(6 * 1024 * 1024)), 413, 'TOO_LARGE');
    expectRefusal(here, await sends(here, url, Buffer.alloc(LARGEST + 1)), 413, 'TOO_LARGE');
    expectRefusal(here, await sends(here, url, Buffer.alloc(LARGEST)), 415);
    expect((await sends(here, url, await picture())).status).toBe(204);
  });

  it('is cut off where it says nothing of its length', async () => {
    const { here, url } = await aliceWithTicket();

    const { status, sent } = await streams(at(here, url), 64 * 1024 * 1024);

    expect(status).toBe(413);
    expect(sent).toBeGreaterThan(LARGEST);
    expect(files(here)).toEqual([]);
    expect((await sends(here, url, await picture())).status).toBe(204);
  });

  it('and breaks off costs nothing', async () => {
    const { here, url } = await aliceWithTicket();
    const { hostname, port, pathname } = new URL(at(here, url));
    const socket = connect(Number(port), hostname);
    socket.write(`PUT ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await once(socket, 'close');

    expect((await sends(here, url, await picture())).status).toBe(204);
    expect(here.log.errors()).toEqual([]);
  });
});

describe('a ticket', () => {
  it('that nobody gave out is unknown', async () => {
    const { here } = await aliceWithTicket();
    const { token } = await here.person('Alice').newestMail();

    for (const secret of ['x'.repeat(43), token, 'x', '%00', '..%2f..%2fetc%2fpasswd', 'x'.repeat(5_000)]) {
      const answer = await sends(here, `${here.url}/avatars/upload/${secret}`, await picture());
      expectRefusal(here, answer, [400, 404, 414]);
    }
  });

  it('is of no use with another method', async () => {
    const { here, url } = await aliceWithTicket();

    for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
      expect((await fetch(at(here, url), { method })).status).toBe(405);
    }
  });

  it('serves the pages of allowed origins alone', async () => {
    const { here, url } = await aliceWithTicket();
    const preflight = (origin: string) =>
      fetch(at(here, url), { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });

    const allowed = await preflight('https://app.example.com');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('PUT');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    const late = await sends(here, `${url}x`, await picture(), { origin: 'https://app.example.com' });
    expect(late.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  });
});

describe('the URL of a picture', () => {
  it('leads nowhere else', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    const path = at(here, (await avatarUrl(laptop)) ?? '');
    expect((await fetch(path)).status).toBe(200);

    for (const trick of [
      path.replace('-256', '-128'),
      path.replace('.webp', '.png'),
      `${path}/`,
      `${path}%00`,
      `${path}%0a`,
      `${here.url}/avatars/`,
      `${here.url}/avatars/..%2f..%2fpackage.json`,
      `${here.url}/avatars/%2e%2e%2f${path.split('/').at(-1)}`,
      `${here.url}/avatars/..%5c..%5cpackage.json`,
      `${here.url}/avatars/${'a'.repeat(4_000)}`,
      `${here.url}/avatars/%zz`,
      path.toUpperCase().replace('HTTP', 'http'),
    ]) {
      const answer = await fetch(trick);
      expect([400, 404, 414]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/json');
    }
  });
});

/** Sends zeros without a length until the server answers, as a client that reads and writes at once. */
async function streams(url: string, most: number): Promise<{ status: number; sent: number }> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8');
  let answer = '';
  socket.on('data', (text: string) => (answer += text)).on('error', () => {});
  socket.write(`PUT ${pathname} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`);
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')]);
  let sent = 0;
  for (const answered = () => answer !== ''; sent < most && !answered(); sent += 65_536) {
    if (!socket.write(chunk)) await once(socket, 'drain').catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.destroy();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), sent };
}
