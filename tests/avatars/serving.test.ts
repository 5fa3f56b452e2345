import sharp from 'sharp';
import { aliceWithTicket, at, avatarUrl, KINDS, picture, sends, ticketOf } from './gallery.js';

describe('the file of a picture', () => {
  it('is a WebP square of its size, to be cached for ever, and inert', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture('jpeg', 640, 480));

    for (const size of [64, 256, 512]) {
      const answer = await fetch(at(here, (await avatarUrl(laptop, size)) ?? ''));
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
        etag: expect.stringMatching(/^"[\w.-]+"$/),
      });
      expect(answer.headers.get('set-cookie')).toBeNull();
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.headers.get('content-length')).toBe(String(bytes.length));
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
    }
  });

  it('is not sent again to who has it', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    const path = at(here, (await avatarUrl(laptop)) ?? '');
    const etag = (await fetch(path)).headers.get('etag') ?? '';

    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const answer = await fetch(path, { headers: { 'if-none-match': known } });
      expect([answer.status, await answer.text()]).toEqual([304, '']);
      expect(answer.headers.get('etag')).toBe(etag);
    }
    expect((await fetch(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('can be asked about without its bytes', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());

    const answer = await fetch(at(here, (await avatarUrl(laptop)) ?? ''), { method: 'HEAD' });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0);
  });

  it('is gone with the next picture, whoever knows its address', async () => {
    const { here, laptop, url } = await aliceWithTicket();
    await sends(here, url, await picture());
    const old = at(here, (await avatarUrl(laptop)) ?? '');
    await sends(here, await ticketOf(laptop), await picture());

    expect((await fetch(old)).status).toBe(404);
  });
});

describe('a stored picture', () => {
  const bytesOf = async (bytes: Buffer): Promise<Buffer> => {
    const { here, laptop, url } = await aliceWithTicket();
    expect((await sends(here, url, bytes)).status).toBe(204);
    const answer = await fetch(at(here, (await avatarUrl(laptop, 512)) ?? ''));
    return Buffer.from(await answer.arrayBuffer());
  };
  const pixel = async (bytes: Buffer, left: number, top: number): Promise<number[]> => {
    const region = { left, top, width: 1, height: 1 };
    return [...(await sharp(bytes).extract(region).removeAlpha().raw().toBuffer())];
  };
  const halves = (left: string, right: string) =>
    sharp({ create: { width: 200, height: 200, channels: 3, background: left } }).composite([
      { input: { create: { width: 100, height: 200, channels: 3, background: right } }, left: 100, top: 0 },
    ]);

  it('tells nothing of where and with what it was taken', async () => {
    const exif = {
      IFD0: { Make: 'SpyCam', Copyright: 'Ada' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    };
    const photo = await halves('red', 'blue').jpeg().withExif(exif).withIccProfile('p3').toBuffer();
    expect(photo.includes('SpyCam')).toBe(true);
    expect((await sharp(photo).metadata()).exif).toBeDefined();

    const stored = await bytesOf(photo);

    const { exif: left, icc, xmp, iptc } = await sharp(stored).metadata();
    expect([left, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(stored.includes('SpyCam')).toBe(false);
  });

  it('stands upright', async () => {
    const photo = await halves('red', 'blue').jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();

    const stored = await bytesOf(photo);

    const [[redTop = 0], [, , blueBottom = 0]] = [await pixel(stored, 256, 20), await pixel(stored, 256, 490)];
    expect(redTop).toBeGreaterThan(200);
    expect(blueBottom).toBeGreaterThan(200);
  });

  it('is the first frame of several', async () => {
    const frame = (background: string) => sharp({ create: { width: 50, height: 50, channels: 3, background } });
    const [red, blue] = [await frame('red').png().toBuffer(), await frame('blue').png().toBuffer()];

    for (const kind of ['gif', 'webp'] as const) {
      const animated = await sharp([red, blue], { join: { animated: true } })
        .toFormat(kind)
        .toBuffer();
      expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2);
      const stored = await bytesOf(animated);
      expect((await sharp(stored).metadata()).pages ?? 1).toBe(1);
      expect((await pixel(stored, 256, 256))[0]).toBeGreaterThan(200);
    }
  });

  it('keeps what can be seen through', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const png = await sharp({ create: { width: 40, height: 40, channels: 4, background: clear } })
      .png()
      .toBuffer();

    expect(await sharp(await bytesOf(png)).metadata()).toMatchObject({ hasAlpha: true });
  });

  it('is as large as it says, however small, narrow, grey or for print the one sent was', async () => {
    const { here, laptop } = await aliceWithTicket();
    const odd = [
      await picture('png', 1, 1),
      await picture('png', 3_000, 2),
      await picture('jpeg', 2, 3_000),
      await sharp(await picture())
        .greyscale()
        .png()
        .toBuffer(),
      await sharp(await picture())
        .toColourspace('rgb16')
        .png()
        .toBuffer(),
      await sharp(await picture())
        .toColourspace('cmyk')
        .jpeg()
        .toBuffer(),
      await sharp(await picture())
        .png({ progressive: true, palette: true })
        .toBuffer(),
      await sharp(await picture())
        .jpeg({ progressive: true })
        .toBuffer(),
    ];

    for (const [nth, bytes] of odd.entries()) {
      expect([nth, (await sends(here, await ticketOf(laptop), bytes)).status]).toEqual([nth, 204]);
      const answer = await fetch(at(here, (await avatarUrl(laptop, 512)) ?? ''));
      const stored = Buffer.from(await answer.arrayBuffer());
      expect(await sharp(stored).metadata()).toMatchObject({ width: 512, height: 512, space: 'srgb' });
    }
    expect(KINDS).toHaveLength(5);
  });
});
