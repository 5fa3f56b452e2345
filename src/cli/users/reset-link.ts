import { parseArgs } from 'node:util';
import { withUserManagement } from '../with-user-management.js';
import { only, tellErrors, type UsersAction } from './users-action.js';

export const resetLink: UsersAction = {
  usage: ['users reset-link EMAIL|USERNAME|ID [--json]'],
  help: ['', '  Prints a link of 30 minutes that chooses a new password. Whoever has it has the account.'],
  run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    const who = only(positionals, 'address, username or id');
    return withUserManagement(io, async ({ operator }) => {
      const made = await operator.resetLink(who);
      if (!made.ok) return tellErrors(made.errors, values.json ?? false, io, who);
      if (values.json === true) io.out(JSON.stringify(made.value));
      else {
        io.out(made.value.link);
        io.err(`Good once, until ${made.value.expiresAt.toISOString()}. Whoever has it has the account.`);
      }
      return 0;
    });
  },
};
