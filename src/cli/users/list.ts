import { parseArgs } from 'node:util';
import { UserStatus } from '../../app/operator.js';
import { withUserManagement } from '../with-user-management.js';
import { Misuse, plain, shownUser, type UsersAction, wholeNumber } from './users-action.js';

const statuses = Object.values(UserStatus);

export const list: UsersAction = {
  usage: ['users list [--search TEXT] [--admins] [--status STATUS] [--limit N] [--json]'],
  help: [
    '',
    '  --search TEXT    a part of the address, username or name',
    '  --admins         administrators alone',
    `  --status STATUS  one of ${statuses.join(', ')}; without it, all but the deleted`,
    '  --limit N        at most N, 100 by default',
    '  --json           one JSON object on each line',
  ],
  run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        search: { type: 'string' },
        admins: { type: 'boolean' },
        status: { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const status = statuses.find((known) => known === values.status?.toUpperCase().replaceAll('-', '_'));
    if (values.status !== undefined && !status) throw new Misuse(`--status takes one of ${statuses.join(', ')}.`);
    const limit = values.limit === undefined ? undefined : wholeNumber(values.limit, '--limit');
    return withUserManagement(io, async ({ operator }) => {
      for await (const user of operator.list({ search: values.search, adminsOnly: values.admins, status, limit })) {
        const shown = shownUser(user);
        const line =
          values.json === true
            ? JSON.stringify(shown)
            : [
                shown.id,
                shown.status.padEnd(20),
                shown.isAdmin ? 'admin' : '     ',
                plain(shown.email),
                plain(shown.name),
              ].join('  ');
        if (io.terminal) await io.terminal.write(`${line}\n`);
        else io.out(line);
      }
      return 0;
    });
  },
};
