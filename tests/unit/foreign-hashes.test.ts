import { acceptForeignHash, readForeignHash } from '../../src/passwords/foreign-hashes/foreign-hashes.js';
import { firebaseHash } from '../../src/passwords/foreign-hashes/firebase-scrypt.js';
import { PasswordHasher } from '../../src/passwords/password-hasher.js';

const hasher = new PasswordHasher({ memoryCost: 64, timeCost: 2, parallelism: 1 });

/** The sample of Firebase's own scrypt repository. */
const FIREBASE = {
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  saltSeparator: 'Bw==',
  rounds: 8,
  memoryCost: 14,
};
const FIREBASE_HASH = firebaseHash(
  FIREBASE,
  '42xEC+ixf3L2lw==',
  'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
);

/** Made by the true algorithms: Python's hashlib, the reference argon2, crypt_blowfish, and passlib's and Firebase's own samples. */
const vectors: readonly (readonly [kind: string, hash: string, password: string])[] = [
  ['bcrypt 2a', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt 2b', '$2b$04$Hyc4K6OEw1E0tSz6XmICzegwREV0mLU2b6jtqha7iKnfUUq0voBUm', 'correct horse battery'],
  ['bcrypt 2y', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['Django bcrypt', 'bcrypt$$2b$04$Hyc4K6OEw1E0tSz6XmICzegwREV0mLU2b6jtqha7iKnfUUq0voBUm', 'correct horse battery'],
  [
    'Django bcrypt_sha256',
    'bcrypt_sha256$$2b$04$XckX9Maej6byyqrt8GsJFe2IWC0hMKOAPvDZEDQAqbktoWZ1WPhHa',
    'correct horse battery',
  ],
  [
    'passlib bcrypt-sha256, version 1',
    '$bcrypt-sha256$2a,12$LrmaIX5x4TRtAwEfwJZa1.$2ehnw6LvuIUTM0iz4iz9hTxv21B6KFO',
    'password',
  ],
  [
    'passlib bcrypt-sha256, version 2',
    '$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2',
    'password',
  ],
  [
    'Django pbkdf2_sha256',
    'pbkdf2_sha256$1000$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=',
    'correct horse battery',
  ],
  ['Django pbkdf2_sha1', 'pbkdf2_sha1$1000$seasalt$LPTbYn9/9ALjztx0Dtq5V+DLYLg=', 'correct horse battery'],
  [
    'passlib pbkdf2-sha256',
    '$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$AhaeZ02AwPxykuhhDI8XvhQN8GKvmqM.qF6qvs/98I0',
    'correct horse battery',
  ],
  [
    'passlib pbkdf2-sha512',
    '$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$ToxFUi5y3fprZRW/V6CupR2uIDYfuy5rlsF9Z4E648lE68lw5lzmucru/HdPvmBJDSLroVh1Q2xCvjqd8NI/6Q',
    'correct horse battery',
  ],
  ['passlib pbkdf2', '$pbkdf2$1000$AAECAwQFBgcICQoLDA0ODw$yr.bZKkEnTtGf3f18VjXM5CIxT8', 'correct horse battery'],
  [
    'Django scrypt',
    'scrypt$1024$seasalt$8$1$fTwdYrxXK5/OG6iyAYN++CxTZgMb6MHXR6rhVXIgSHjQ7FiXuVEFz4EvVUsmygTk21KAcS7joGurlDlxzzruZA==',
    'correct horse battery',
  ],
  [
    'passlib scrypt',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    'password',
  ],
  ['Firebase scrypt', FIREBASE_HASH, 'user1password'],
  [
    'argon2i',
    '$argon2i$v=19$m=512,t=3,p=2$FE4gDkBnLKMFMxHcJKXoyA$UDlFnMy8XpZnI2JWJe/30TOw35+ZgdVkV0Ggs4WSTvs',
    'correct horse battery',
  ],
  [
    'argon2d',
    '$argon2d$v=19$m=512,p=2,t=3$cb5r/NiDL8mQrr0xaooRCA$5TMV4LC0Q9huaZVQbq5vXoRRGGuxiMJAwav5GAfGreo',
    'correct horse battery',
  ],
  [
    'argon2id with the parameters of RFC 9106',
    '$argon2id$v=19$m=65536,t=3,p=4$ur6jImKefowTXcuVJ3w1nw$EWTKjiZuZhabCyqEBd/9nO/d1Y5T/d/OMsQfERnQxYo',
    'correct horse battery',
  ],
  [
    'Django argon2',
    'argon2$argon2id$v=19$m=512,p=2,t=3$2LOl2/ytAHTpOV/GbHXFdw$Sk2zdmj0ngchZnwL5wSxm7cRrWGfOs50ubqil7CMf5s',
    'correct horse battery',
  ],
];

function stored(hash: string): string {
  const accepted = acceptForeignHash(hash);
  if ('fault' in accepted) throw new Error(accepted.fault);
  return accepted.stored;
}

describe('the hash of another service', () => {
  it.each(vectors)('is known: %s', async (_kind, hash, password) => {
    expect(await hasher.verify(stored(hash), password)).toBe(true);
    expect(await hasher.verify(stored(hash), `${password} `)).toBe(false);
    expect(await hasher.verify(stored(hash), '')).toBe(false);
    expect(await hasher.isOutdated(stored(hash))).toBe(true);
  });

  it('is of the password as it was typed, and not of its normal form', async () => {
    const hash = stored('pbkdf2_sha256$1000$seasalt$5nbifqwCdlfF+2dRkWDCQLGVaRmVedG0WxAjxFzJFQc=');

    expect(await hasher.verify(hash, 'zürich ①ﬁsh 7')).toBe(true);
    expect(await hasher.verify(hash, 'zürich 1fish 7')).toBe(false);
  });

  it('is of the normal form where it came from here and back', async () => {
    const hash = stored(await hasher.hash('zürich ①ﬁsh 7'));

    expect(await hasher.verify(hash, 'zürich ①ﬁsh 7')).toBe(true);
  });

  it('is cut by bcrypt after 72 bytes, as it was where it was made', async () => {
    const { default: bcrypt } = await import('bcrypt');
    const hash = await bcrypt.hash('a'.repeat(72), 4);

    expect(await hasher.verify(hash, 'a'.repeat(73))).toBe(true);
    expect(await hasher.verify(hash, 'a'.repeat(71))).toBe(false);
    expect(await hasher.verify(hash.replace('$2b', '$2a'), 'a'.repeat(256 + 5))).toBe(true);
  });

  it('is never one of all passwords that begin alike up to a NUL', async () => {
    const { default: bcrypt } = await import('bcrypt');
    const hash = await bcrypt.hash('secret', 4);

    expect(await hasher.verify(hash, 'secret\0and whatever')).toBe(false);
    expect(await hasher.verify(hash, '\0')).toBe(false);
  });
});

describe('what can not be taken over', () => {
  it.each([
    ['', 'nothing'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', 'MD5'],
    ['sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8', 'Django sha1'],
    ['$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/', 'md5crypt'],
    ['$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'bcrypt of the broken kind'],
    ['$2b$12$tooshort', 'a bcrypt that was cut'],
    ['$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'a bcrypt below its least cost'],
    ['pbkdf2_sha256$1000$seasalt$', 'a digest of nothing, which would match everything'],
    ['$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$AA', 'a digest that is soon found by trying'],
    ['pbkdf2_sha256$0$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=', 'no work at all'],
    ['scrypt$1000$seasalt$8$1$fTwdYrxXK5/OG6iyAYN++CxTZgMb6MHXR6rhVXIgSHg=', 'a cost that is no power of two'],
    ['$firebase-scrypt$ln=14,r=8$$$$', 'an empty Firebase hash'],
    ['$argon2id$v=19$m=512,t=3$FE4gDkBnLKMFMxHcJKXoyA$UDlFnMy8XpZnI2JWJe/30TOw35+ZgdVkV0Ggs4WSTvs', 'no lanes'],
    ['pbkdf2_sha256$1000$sea\0salt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=', 'a NUL'],
    [
      `pbkdf2_sha256$1000$${'s'.repeat(500)}$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=`,
      'more than the column holds',
    ],
  ])('%s: %s', (hash) => {
    expect(acceptForeignHash(hash)).toEqual({ fault: 'UNKNOWN_HASH' });
  });

  it.each([
    '$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$bcrypt-sha256$v=2,t=2b,r=20$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2',
    'pbkdf2_sha256$2000000000$seasalt$DrdiWD40lyBuydnjvZiDrdQMx1S1mOA9O0QYex0R6ww=',
    '$scrypt$ln=24,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$hKGWL22WtdGfIbxEPAZ06BS2bWyYKuZIKvypfAlYOWk',
    '$scrypt$ln=14,r=8,p=512$AAECAwQFBgcICQoLDA0ODw$hKGWL22WtdGfIbxEPAZ06BS2bWyYKuZIKvypfAlYOWk',
    '$argon2id$v=19$m=4194304,t=3,p=4$ur6jImKefowTXcuVJ3w1nw$EWTKjiZuZhabCyqEBd/9nO/d1Y5T/d/OMsQfERnQxYo',
    '$argon2id$v=19$m=65536,t=1000,p=4$ur6jImKefowTXcuVJ3w1nw$EWTKjiZuZhabCyqEBd/9nO/d1Y5T/d/OMsQfERnQxYo',
  ])('what would hold a core for too long: %s', (hash) => {
    expect(acceptForeignHash(hash)).toEqual({ fault: 'COSTLY_HASH' });
  });

  it('never matches where it is stored all the same', async () => {
    expect(readForeignHash('plain text')).toBe('UNKNOWN_HASH');
    expect(await hasher.verify('plain text', 'plain text')).toBe(false);
  });
});
