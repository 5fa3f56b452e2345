import { withUserManagement } from '../with-user-management.js';
import { plain, shownUser, type UsersAction, whoOf } from './users-action.js';

export const show: UsersAction = {
  usage: ['users show EMAIL|USERNAME|ID [--json]'],
  help: [],
  run(args, io) {
    const { who, asJson } = whoOf(args);
    return withUserManagement(io, async ({ operator }) => {
      const found = await operator.show(who);
      if (!found) {
        io.err(`There is no user ${who}.`);
        return 1;
      }
      const roles = found.roles.map(({ name }) => name);
      const details = { ...shownUser(found.user), roles, sessions: found.sessionCount };
      if (asJson) io.out(JSON.stringify(details));
      else for (const [name, value] of Object.entries(details)) io.out(`${name.padEnd(16)}  ${text(value)}`);
      return 0;
    });
  },
};

function text(value: string | number | boolean | Date | readonly string[] | null): string {
  if (value === null || typeof value === 'string') return plain(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : value.join(', ') || '-';
}
