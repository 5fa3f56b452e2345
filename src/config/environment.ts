import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment, completed from the file `.env` in `cwd` if there is one. What is really set wins; what is set but
 * empty counts as unset, so the file's value shows.
 */
export function readEnvironment(cwd: string): Environment {
  return { ...withoutEmpty(readEnvFile(join(cwd, '.env'))), ...withoutEmpty(process.env) };
}

function readEnvFile(path: string): Environment {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined && text.trim() !== ''));
}
