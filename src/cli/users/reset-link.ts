import { withUserManagement } from '../with-user-management.js';
import { tellErrors, type UsersAction, whoOf } from './users-action.js';

export const resetLink: UsersAction = {
  usage: ['users reset-link EMAIL|USERNAME|ID [--json]'],
  help: ['', '  Prints a link of 30 minutes that chooses a new password. Whoever has it has the account.'],
  run(args, io) {
    const { who, asJson } = whoOf(args);
    return withUserManagement(io, async ({ operator }) => {
      const made = await operator.resetLink(who);
      if (!made.ok) return tellErrors(made.errors, asJson, io, who);
      if (asJson) io.out(JSON.stringify(made.value));
      else {
        io.out(made.value.link);
        io.err(`Good once, until ${made.value.expiresAt.toISOString()}. Whoever has it has the account.`);
      }
      return 0;
    });
  },
};
