import type { UserManagement } from '../app/user-management.js';
import { type Command, type CommandIo, misused } from './command.js';
import { withUserManagement } from './with-user-management.js';

/** The keys that access tokens are signed with. */
export const keysCommand: Command = {
  name: 'keys',
  summary: 'list, rotate and retire the keys that sign access tokens',
  usage: ['keys list [--json]', 'keys rotate', 'keys retire KID'],
  run(args, io) {
    const [action, kid] = args;
    if (action === 'list') return withUserManagement(io, (users) => list(users, io, args.includes('--json')));
    if (action === 'rotate') return withUserManagement(io, (users) => rotate(users, io));
    if (action === 'retire' && kid !== undefined) return withUserManagement(io, (users) => retire(users, io, kid));
    return Promise.resolve(misused(keysCommand, io));
  },
};

async function list({ signingKeys }: UserManagement, io: CommandIo, asJson: boolean): Promise<number> {
  const keys = (await signingKeys.list()).map(({ id, slot, createdAt }) => ({
    kid: id,
    current: slot !== null && slot !== undefined,
    createdAt,
  }));
  if (asJson) io.out(JSON.stringify(keys));
  else
    for (const { kid, current, createdAt } of keys)
      io.out(`${kid}  ${createdAt.toISOString()}  ${current ? 'signs' : 'verifies'}`);
  return 0;
}

async function rotate({ signingKeys }: UserManagement, io: CommandIo): Promise<number> {
  const { id } = await signingKeys.rotate();
  io.out(
    `${id} signs from now on. Running servers follow within half a minute; older tokens stay good until they expire.`,
  );
  return 0;
}

async function retire({ signingKeys }: UserManagement, io: CommandIo, kid: string): Promise<number> {
  switch (await signingKeys.retire(kid)) {
    case 'retired':
      io.out(`${kid} is gone. Tokens that it signed are refused, by running servers within half a minute.`);
      return 0;
    case 'current':
      io.err(`${kid} is the key that signs: rotate first.`);
      return 1;
    case 'unknown':
      io.err(`There is no key ${kid}. "keys list" shows those that there are.`);
      return 1;
  }
}
