import type { Settings } from '../config/settings.js';
import { isDatabaseAway } from '../database/database.js';

/** Why the server could not start, for the person who has just tried. */
export function startProblem(error: unknown, { host, port, database }: Settings): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what listens there, or set PORT to another.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
      return database.dialect === 'sqlite' && !isListening(error)
        ? `The database file ${database.path} can't be written. Make its folder writable, or set DATABASE_URL to another.`
        : `Not allowed to listen on ${host}:${port}. Set PORT to one above 1023.`;
    default:
      return isDatabaseAway(error) ? "The database can't be reached. Check DATABASE_URL and that it runs." : "The server can't start.";
  }
}

function isListening(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error && error.cause ? codeOf(error.cause) : undefined;
}
