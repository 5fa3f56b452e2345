import { loadCommonPasswords } from '../../src/passwords/common-passwords.js';
import {
  normalizePassword,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MAX_RAW_LENGTH,
  passwordProblems,
} from '../../src/passwords/password-rules.js';

const common = loadCommonPasswords();

function problemsOf(password: string, context: readonly string[] = [], minLength = 8) {
  return passwordProblems(password, { minLength, isCommon: (candidate) => common.has(candidate), context });
}

const diverse = (length: number) => Array.from({ length }, (_, index) => 'qtz8m'[index % 5]).join('');

describe('a password', () => {
  it('has a shortest length in code points, not in bytes or UTF-16 units', () => {
    expect(problemsOf('kf8-Zp2')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(problemsOf('kf8-Zp2x')).toEqual([]);
    expect(problemsOf('🦉🌙🍵🎻🧭🪁🧦')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(problemsOf('🦉🌙🍵🎻🧭🪁🧦🐌')).toEqual([]);
    expect(problemsOf('', [], 15)).toEqual(['PASSWORD_TOO_SHORT']);
  });

  it('may have 128 code points and no more', () => {
    expect(problemsOf(diverse(PASSWORD_MAX_LENGTH))).toEqual([]);
    expect(problemsOf(diverse(PASSWORD_MAX_LENGTH + 1))).toEqual(['PASSWORD_TOO_LONG']);
  });

  it('is measured after NFKC, in which it may shrink or grow', () => {
    const decomposed = 'ốäé'.repeat(42).normalize('NFD');
    expect(decomposed.length).toBeGreaterThan(PASSWORD_MAX_LENGTH);
    expect(problemsOf(decomposed)).toEqual([]);
    expect(problemsOf('\ufdfa'.repeat(8))).toEqual(['PASSWORD_TOO_LONG']);
  });

  it('is never refused for its raw length alone where its normal form would fit', () => {
    const worst = '\u{16126}'.repeat(PASSWORD_MAX_LENGTH - 1) + 'x';
    const raw = worst.normalize('NFD');
    expect(raw.length).toBeLessThanOrEqual(PASSWORD_MAX_RAW_LENGTH);
    expect(problemsOf(raw)).toEqual([]);
  });

  it('costs nothing when it is absurdly long', () => {
    const absurd = '\ufdfa'.repeat(1_000_000);
    const start = performance.now();
    expect(problemsOf(absurd)).toEqual(['PASSWORD_TOO_LONG']);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('is the same however its letters are composed', () => {
    expect(normalizePassword('Zürich-é')).toBe(normalizePassword('Zu\u0308rich-e\u0301'));
    expect(normalizePassword('ｐａｓｓ')).toBe('pass');
  });

  it.each(['password', 'PassWord1', 'iloveyou', 'qwertyuiop', 'ｐａｓｓｗｏｒｄ', 'P@ssw0rd'])(
    'may not be as common as %s',
    (password) => {
      expect(problemsOf(password)).toEqual(['PASSWORD_TOO_COMMON']);
    },
  );

  it.each(['aaaaaaaa', '••••••••••', 'abcdefghij', 'ZYXWVUTSR', '3456789:'])(
    'may not be a sequence such as %s',
    (password) => {
      expect(problemsOf(password)).toEqual(['PASSWORD_TOO_COMMON']);
    },
  );

  it.each(['correct horse battery staple', ' kf8 Zp2x ', 'kf8\0Zp2x', 'пароль от сейфа', 'aaaaaaab', 'acegikmo'])(
    'may well be %j',
    (password) => {
      expect(problemsOf(password)).toEqual([]);
    },
  );
});

describe("a person's own words", () => {
  const alice = ['alice.liddell@wonderland.example', 'white_rabbit', 'Alice Liddell'];

  it.each([
    'alice.liddell@wonderland.example',
    'Alice.Liddell',
    'aliceliddell',
    'LiddellAlice!',
    'alice123',
    '1Liddell1',
    'white_rabbit',
    'WhiteRabbit7',
    'wonderland1',
    'usergraph1',
  ])('do not make the password %s', (password) => {
    expect(problemsOf(password, alice)).toEqual(['PASSWORD_TOO_COMMON']);
  });

  it.each(['alice goes down the hole', 'a rabbit is late', 'liddell-7341', 'usergraph for the shop'])(
    'may stand in a longer phrase such as %s',
    (password) => {
      expect(problemsOf(password, alice)).toEqual([]);
    },
  );

  it('are left alone when they are short', () => {
    expect(problemsOf('ann-ann-ann', ['ann@x.example', 'Ann'])).toEqual([]);
  });

  it('count in every spelling', () => {
    expect(problemsOf('Ju\u0308rgen!!', ['JÜRGEN'])).toEqual(['PASSWORD_TOO_COMMON']);
  });
});

describe('the list of common passwords', () => {
  it('holds thousands that fit the length, in the form that is compared', () => {
    expect(common.size).toBeGreaterThan(10_000);
    for (const password of common) {
      expect(password).toBe(normalizePassword(password).toLowerCase());
      expect(Array.from(password).length).toBeGreaterThanOrEqual(8);
    }
  });

  it('is read once', () => {
    expect(loadCommonPasswords()).toBe(common);
  });
});
