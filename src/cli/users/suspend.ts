import { parseArgs } from 'node:util';
import type { CommandIo } from '../command.js';
import type { Operator } from '../../app/operator.js';
import { withUserManagement } from '../with-user-management.js';
import { only, plain, shownUser, tellErrors, type UsersAction, whoOf } from './users-action.js';

export const suspend: UsersAction = {
  usage: ['users suspend EMAIL|USERNAME|ID [--reason TEXT] [--json]'],
  help: ['', '  Ends all sessions and mailed links. The last administrator can not be suspended.'],
  run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { reason: { type: 'string' }, json: { type: 'boolean' } },
    });
    const who = only(positionals, 'address, username or id');
    return change(who, values.json ?? false, io, (operator) => operator.suspend(who, values.reason));
  },
};

export const reinstate: UsersAction = {
  usage: ['users reinstate EMAIL|USERNAME|ID [--json]'],
  help: ['', '  Lets somebody who was suspended sign in again.'],
  run(args, io) {
    const { who, asJson } = whoOf(args);
    return change(who, asJson, io, (operator) => operator.reinstate(who));
  },
};

function change(
  who: string,
  asJson: boolean,
  io: CommandIo,
  act: (operator: Operator) => ReturnType<Operator['suspend']>,
): Promise<number> {
  return withUserManagement(io, async ({ operator }) => {
    const changed = await act(operator);
    if (!changed.ok) return tellErrors(changed.errors, asJson, io, who);
    const user = shownUser(changed.value);
    io.out(
      asJson ? JSON.stringify(user) : `${plain(user.email)} is ${user.status.toLowerCase().replaceAll('_', ' ')}.`,
    );
    return 0;
  });
}
