import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecretKey } from '../../src/config/development-secret.js';
import { secretKey } from '../../src/config/setting-kinds.js';
import type { DatabaseTarget } from '../../src/database/database-url.js';

describe('the development secret', () => {
  let folder: string;
  const beside = (path: string): DatabaseTarget => ({ dialect: 'sqlite', path: join(folder, path) });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secret-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made once and kept beside the database, for its owner alone', () => {
    const secret = developmentSecretKey(beside('data/users.db'));

    expect(secretKey.parse(secret, true)).toBe(secret);
    expect(developmentSecretKey(beside('data/users.db'))).toBe(secret);
    expect(readdirSync(join(folder, 'data'))).toEqual(['development-secret-key']);
    expect(statSync(join(folder, 'data/development-secret-key')).mode & 0o777).toBe(0o600);
  });

  it('differs from one installation to the next', () => {
    expect(developmentSecretKey(beside('one/users.db'))).not.toBe(developmentSecretKey(beside('two/users.db')));
  });

  it('tells which folder cannot be written to and what to do', () => {
    writeFileSync(join(folder, 'file'), '');
    writeFileSync(join(folder, 'occupied'), '');

    expect(() => developmentSecretKey(beside('file/data/users.db'))).toThrow(/file\/data.* set SECRET_KEY\.$/);
  });

  it('does not take an emptied file for a secret', () => {
    writeFileSync(join(folder, 'development-secret-key'), '\n');

    expect(() => developmentSecretKey(beside('users.db'))).toThrow(/holds no secret/);
  });
});
