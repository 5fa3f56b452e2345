import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseTarget } from '../database/database-url.js';
import { newSecretToken } from '../kernel/secrets.js';
import { MIN_SECRET_LENGTH } from './setting-kinds.js';

const FILE = 'development-secret-key';

/**
 * The secret of an installation that was given none: 32 random bytes, made once and kept beside the SQLite database (in
 * `./data` for others), so that what it sealed still opens after a restart.
 *
 * @throws Error that says what to do, where the file can't be kept
 */
export function developmentSecretKey(target: DatabaseTarget): string {
  const folder = resolve(target.dialect === 'sqlite' && target.path !== ':memory:' ? dirname(target.path) : 'data');
  const path = join(folder, FILE);
  const secret = read(path) ?? makeAndRead(folder, path);
  if (secret.length >= MIN_SECRET_LENGTH) return secret;
  throw new Error(`The file ${path} holds no secret: remove it to have a new one made, or set SECRET_KEY.`);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw new Error(`The file ${path} can't be read: make it readable for the server, or set SECRET_KEY.`, {
      cause: error,
    });
  }
}

function makeAndRead(folder: string, path: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    create(path);
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Error(`The folder ${folder} can't be written to: make it writable for the server, or set SECRET_KEY.`, {
      cause: error,
    });
  }
}

/** A link appears whole or not at all: of two that start at once one makes the file, and the other reads all of it. */
function create(path: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${newSecretToken()}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(draft, path);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
