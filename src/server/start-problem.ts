import { UnusableFirstAdministrator } from '../app/create-user-management.js';
import type { Settings } from '../config/settings.js';
import { isDatabaseAway } from '../database/database.js';

/** Why the server could not start, for the person who has just tried. */
export function startProblem(error: unknown, { host, port, database }: Settings): string {
  if (error instanceof UnusableFirstAdministrator) return administratorProblem(error);
  const { code, syscall, message } = describe(error);
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what listens there, or set PORT to another.`;
  if (NOT_ALLOWED.test(code)) {
    if (syscall === 'listen') return `Not allowed to listen on ${host}:${port}. Set PORT to one above 1023.`;
    if (database.dialect === 'sqlite') {
      return `The database file ${database.path} can't be written. Make its folder writable, or set DATABASE_URL to another.`;
    }
  }
  if (isDatabaseAway(error)) {
    return `The database can't be reached${message && ` (${message})`}. Check DATABASE_URL and that it runs.`;
  }
  return `The server can't start. ${message}`;
}

function administratorProblem({ errors }: UnusableFirstAdministrator): string {
  const faults = errors.map(({ path, message }) => `ADMIN_${path?.[0]?.toUpperCase()} can't be taken: ${message}`);
  return ["The server can't start.", ...faults].join(' ');
}

const NOT_ALLOWED = /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_CANTOPEN|SQLITE_READONLY)/;

function describe(error: unknown): { code: string; syscall: unknown; message: string } {
  if (!(error instanceof Error)) return { code: '', syscall: undefined, message: String(error) };
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return { code: typeof code === 'string' ? code : '', syscall, message: error.message };
}
