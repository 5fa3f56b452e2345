import { type Command, type CommandIo, misused } from './command.js';
import { createAdmin } from './users/create-admin.js';
import { exportUsers } from './users/export-users.js';
import { importUsers } from './users/import-users.js';
import { list } from './users/list.js';
import { resetLink } from './users/reset-link.js';
import { show } from './users/show.js';
import { reinstate, suspend } from './users/suspend.js';
import type { UsersAction } from './users/users-action.js';

/** A new action is a file in `users/`, and a line here. */
const actions: Readonly<Record<string, UsersAction>> = {
  'create-admin': createAdmin,
  list,
  show,
  suspend,
  reinstate,
  'reset-link': resetLink,
  import: importUsers,
  export: exportUsers,
};

/** People with an account, for whoever runs the server. */
export const usersCommand: Command = {
  name: 'users',
  summary: 'make an administrator; list, show, suspend, import and export users',
  usage: Object.values(actions).flatMap(({ usage }) => usage),
  async run([name = '', ...args], io) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (name === '--help' || name === '-h') return helped(usersCommand.usage, io);
    if (!action) return misused(usersCommand, io);
    if (args.includes('--help') || args.includes('-h')) return helped([...action.usage, ...action.help], io);
    try {
      return await action.run(args, io);
    } catch (error) {
      if (!isMisuse(error)) throw error;
      io.err(error.message);
      return misused({ ...usersCommand, usage: action.usage }, io);
    }
  },
};

function helped(lines: readonly string[], io: CommandIo): number {
  for (const line of lines) io.out(line);
  return 0;
}

/** An option that there is not, or one without its value. */
function isMisuse(error: unknown): error is { readonly code: string; readonly message: string } {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return false;
  return typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
}
