/** The kinds of pictures that are taken. */
export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';

const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** What a file is by its first bytes; null for anything that is not taken, whatever the decoder might make of it. */
export function pictureKindOf(bytes: Buffer): PictureKind | null {
  if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'png';
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  const start = bytes.toString('latin1', 0, 12);
  if (/^GIF8[79]a/.test(start)) return 'gif';
  if (/^RIFF[\s\S]{4}WEBP$/.test(start)) return 'webp';
  return start.slice(4, 8) === 'ftyp' && isAvif(bytes) ? 'avif' : null;
}

/** HEIC and AVIF share their container; the brands (ISO/IEC 23000-12) tell which codec is inside. */
function isAvif(bytes: Buffer): boolean {
  const brands = bytes.toString('latin1', 8, Math.min(bytes.readUInt32BE(0), 256)).match(/[\s\S]{4}/g) ?? [];
  const [major, , ...compatible] = brands;
  const listed = [major, ...compatible];
  return listed.some((brand) => brand === 'avif' || brand === 'avis') && !listed.includes('heic');
}

/**
 * A file that is a picture and a web page or a script at once. What is stored is encoded anew, so nothing of it would
 * survive; but nobody sends one by accident.
 */
export function holdsMarkup(bytes: Buffer): boolean {
  return /<(?:script|html|!doctype|iframe|\?php)/i.test(bytes.toString('latin1'));
}

/**
 * Whether the picture ends where it says, within the file, and nothing follows. Decoders differ in what they make of
 * half a picture; this doesn't. After a JPEG phones append a second one or a film, so there anything may follow.
 */
export function isWholePicture(bytes: Buffer, kind: PictureKind): boolean {
  try {
    const end = endOf[kind](bytes);
    if (end === null || end > bytes.length) return false;
    return kind === 'jpeg' || bytes.subarray(end).every((byte) => byte === 0);
  } catch {
    // Buffer's way to say that a length leads beyond the end.
    return false;
  }
}

/** Where the last byte of a picture was; null where there is no end to be found. */
const endOf: Readonly<Record<PictureKind, (bytes: Buffer) => number | null>> = {
  png: endOfPng,
  jpeg: endOfJpeg,
  webp: (bytes) => 8 + bytes.readUInt32LE(4),
  gif: (bytes) => endOfGif(bytes),
  avif: endOfAvif,
};

function endOfPng(bytes: Buffer): number | null {
  for (let at = 8; at < bytes.length;) {
    const next = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return next;
    at = next;
  }
  return null;
}

function endOfJpeg(bytes: Buffer): number | null {
  for (let at = 2; at < bytes.length;) {
    const marker = bytes.indexOf(0xff, at);
    if (marker < 0) return null;
    const code = bytes.readUInt8(marker + 1);
    if (code === 0xd9) return marker + 2;
    // Fill bytes, escaped data and restart marks stand alone; everything else says how long it is.
    const alone = code === 0xff || code <= 0x01 || (code >= 0xd0 && code <= 0xd8);
    at = alone ? marker + (code === 0xff ? 1 : 2) : marker + 2 + bytes.readUInt16BE(marker + 2);
  }
  return null;
}

/** The largest sides that a GIF speaks of: its screen's, and its frames' with their offsets. Decoders put them right, each in its own way. */
export function sidesOfGif(bytes: Buffer): { readonly width: number; readonly height: number } {
  const sides = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  endOfGif(bytes, (frame) => {
    sides.width = Math.max(sides.width, bytes.readUInt16LE(frame + 1) + bytes.readUInt16LE(frame + 5));
    sides.height = Math.max(sides.height, bytes.readUInt16LE(frame + 3) + bytes.readUInt16LE(frame + 7));
  });
  return sides;
}

function endOfGif(bytes: Buffer, onFrame: (at: number) => void = () => {}): number | null {
  let at = 13 + colorTable(bytes.readUInt8(10));
  while (at < bytes.length) {
    const block = bytes.readUInt8(at);
    if (block === 0x3b) return at + 1;
    if (block === 0x21) at = afterSubBlocks(bytes, at + 2);
    else if (block === 0x2c) {
      onFrame(at);
      at = afterSubBlocks(bytes, at + 11 + colorTable(bytes.readUInt8(at + 9)));
    } else return null;
  }
  return null;
}

function colorTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0;
}

function afterSubBlocks(bytes: Buffer, start: number): number {
  let at = start;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length;
  return at + 1;
}

function endOfAvif(bytes: Buffer): number | null {
  let at = 0;
  while (at < bytes.length) {
    const short = bytes.readUInt32BE(at);
    const length = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    if (length < 8) return bytes.subarray(at).every((byte) => byte === 0) ? at : null;
    at += length;
  }
  return at;
}
