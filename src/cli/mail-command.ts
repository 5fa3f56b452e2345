import type { UserManagement } from '../app/user-management.js';
import { type Command, type CommandIo, misused } from './command.js';
import { withUserManagement } from './with-user-management.js';

/** The mails that were given up. */
export const mailCommand: Command = {
  name: 'mail',
  summary: 'list the mails that were given up, and send them again',
  usage: ['mail list [--json]', 'mail retry ID… [--json]', 'mail retry --all [--json]'],
  run([action, ...args], io) {
    const asJson = args.includes('--json');
    const others = args.filter((arg) => arg !== '--json');
    const ids = others.filter((arg) => !arg.startsWith('-'));
    if (action === 'list' && others.length === 0) return withUserManagement(io, (users) => list(users, io, asJson));
    if (action === 'retry' && ids.length > 0 && ids.length === others.length) {
      return withUserManagement(io, (users) => retry(users, io, ids, asJson));
    }
    if (action === 'retry' && others.join() === '--all') {
      return withUserManagement(io, (users) => retry(users, io, 'all', asJson));
    }
    return Promise.resolve(misused(mailCommand, io));
  },
};

async function list({ deadLetters }: UserManagement, io: CommandIo, asJson: boolean): Promise<number> {
  const mails = (await deadLetters.list()).map(
    ({ id, kind, recipient, attempts, lastError, createdAt, expiresAt }) => ({
      id,
      kind,
      recipient,
      attempts,
      reason: lastError,
      createdAt,
      expiresAt,
    }),
  );
  if (asJson) io.out(JSON.stringify(mails));
  else if (mails.length === 0) io.out('No mail was given up.');
  else {
    for (const { id, kind, recipient, attempts, reason, createdAt } of mails) {
      io.out([id, createdAt.toISOString(), kind, recipient, `tried ${attempts}×`, reason].join('  '));
    }
  }
  return 0;
}

async function retry(
  { deadLetters }: UserManagement,
  io: CommandIo,
  which: readonly string[] | 'all',
  asJson: boolean,
): Promise<number> {
  const queued = await deadLetters.retry(which);
  const left =
    which === 'all' ? (await deadLetters.list()).map(({ id }) => id) : which.filter((id) => !queued.includes(id));
  if (asJson) io.out(JSON.stringify({ queued, left }));
  else {
    io.out(`Waiting to be sent again: ${queued.length}. A running server begins within seconds.`);
    for (const id of left)
      io.err(`${id} was left: ${which === 'all' ? 'its link' : 'it is no dead mail, or its link'} has expired.`);
  }
  // Of all, those that can still be sent were meant.
  return left.length > 0 && which !== 'all' ? 1 : 0;
}
