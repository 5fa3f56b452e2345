import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../src/config/environment.js';

describe('the environment', () => {
  const before = { ...process.env };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'));
  });

  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    rmSync(folder, { recursive: true });
  });

  it('is completed from .env, and wins where it is not empty', () => {
    writeFileSync(join(folder, '.env'), 'SETTING_A=file\nSETTING_B=file\nSETTING_C="two words" # a note\nSETTING_D=\n');
    process.env['SETTING_A'] = 'real';
    process.env['SETTING_B'] = '';

    const environment = readEnvironment(folder);

    expect(environment).toMatchObject({ SETTING_A: 'real', SETTING_B: 'file', SETTING_C: 'two words' });
    expect(environment).not.toHaveProperty('SETTING_D');
  });

  it('needs no .env', () => {
    process.env['SETTING_A'] = 'real';

    expect(readEnvironment(folder)['SETTING_A']).toBe('real');
  });

  it('does not pass over a .env that cannot be read', () => {
    mkdirSync(join(folder, '.env'));

    expect(() => readEnvironment(folder)).toThrow(/EISDIR/);
  });
});
