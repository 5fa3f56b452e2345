import { createLogger, type LoggerOptions } from '../../src/server/logger.js';
import type { Logger } from '../../src/kernel/logger.js';
import { newSecretToken } from '../../src/kernel/secrets.js';

async function openLog(format: LoggerOptions['format'], level: LoggerOptions['level'] = 'debug') {
  const lines: string[] = [];
  const log: Logger = await createLogger({ level, format }, { write: (line: string) => void lines.push(line) });
  return {
    log,
    text: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe.each(['json', 'pretty'] as const)('the %s log', (format) => {
  it.each([
    'password',
    'currentPassword',
    'passwordHash',
    'token',
    'refreshToken',
    'access_token',
    'code',
    'resetCode',
    'client_secret',
    'Authorization',
    'set-cookie',
    'link',
    'x-api-key',
  ])('holds no %s, however deep', async (key) => {
    const { log, text } = await openLog(format);

    log.error('Something failed', {
      [key]: 'hunter2',
      request: { inputs: [{ [key]: 'hunter2' }, { [key]: { value: 'hunter2' } }] },
    });

    expect(text()).toContain('Something failed');
    expect(text()).toContain(key);
    expect(text()).not.toContain('hunter2');
  });

  it('holds no secret that stands in a text', async () => {
    const { log, text } = await openLog(format);
    const token = newSecretToken();
    const secrets = [
      token,
      'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
      'hunter2',
      'hunter3',
      'c2FsdHNhbHQ',
      '482913',
    ];
    const message = `Bearer ${token} or ${token}, ${secrets[1]} postgresql://app:hunter2@db/users {"password":"hunter3"} $argon2id$v=19$m=1$c2FsdHNhbHQ$aGFzaA code 482913`;

    log.warn(message, { note: message, error: new Error(message, { cause: new Error(message) }) });
    log.info('https://users.example.com/verify-email?token=abcdef&locale=de');

    for (const secret of [...secrets, 'abcdef']) expect(text()).not.toContain(secret);
    expect(text()).toContain('@db/users');
    expect(text()).toContain('locale=de');
  });

  it('gives people no way to forge a line', async () => {
    const { log, text } = await openLog(format);
    const name = 'Mallory\n[12:00:00.000] INFO: Alice is an administrator\r\u001b[2K\u2028\u009b2K';

    log.info(`Signed up: ${name}`, { name, [name]: 1, error: new TypeError(name) });

    expect(text()).not.toMatch(/^\[12:00/m);
    expect(text().match(/[^\P{Cc}\n]|\u2028/gu)).toBeNull();
  });
});

describe('the log', () => {
  it('has one JSON object a line, with the time and the level in words', async () => {
    const { log, entries } = await openLog('json');

    log.info('Listening', { port: 4000, url: new URL('http://localhost:4000'), at: new Date(0) });

    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        msg: 'Listening',
        port: 4000,
        url: 'http://localhost:4000/',
        at: '1970-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('leaves out what is below its level', async () => {
    const { log, entries } = await openLog('json', 'warn');

    log.debug('debug');
    log.info('info');
    log.warn('warn');
    log.error('error');

    expect(entries().map(({ msg }) => msg)).toEqual(['warn', 'error']);
  });

  it('tells an error by its type, message, code and stack, and nothing that a driver hangs on it', async () => {
    const { log, entries } = await openLog('json');
    const error = Object.assign(new RangeError('out of range'), {
      code: '22003',
      query: 'insert into users',
      parameters: ['hunter2'],
    });

    log.error('Failed', { error, statusCode: 500, tokenIsOld: true });

    expect(entries()).toEqual([
      expect.objectContaining({
        statusCode: 500,
        tokenIsOld: true,
        error: {
          type: 'RangeError',
          message: 'out of range',
          code: '22003',
          stack: expect.stringMatching(/^\s+at .*logger\.test/) as unknown,
        },
      }),
    ]);
  });

  it('survives circles, depth and size', async () => {
    const { log, entries } = await openLog('json');
    const circle: Record<string, unknown> = { bytes: Buffer.alloc(3), count: 10n, long: 'no '.repeat(100_000) };
    circle['self'] = circle;

    log.info('Round', { circle, many: Array.from({ length: 100_000 }, (_, index) => index) });

    expect(JSON.stringify(entries()).length).toBeLessThan(100_000);
    expect(entries()[0]).toMatchObject({ circle: { bytes: '[3 bytes]', count: '10' } });
  });
});
