import { parseArgs } from 'node:util';
import type { Operator } from '../../app/operator.js';
import type { CommandIo } from '../command.js';
import { withUserManagement } from '../with-user-management.js';
import { Misuse, plain, shownUser, tellErrors, type UsersAction } from './users-action.js';

const LONGEST_INPUT = 10_000;

export const createAdmin: UsersAction = {
  usage: ['users create-admin --email EMAIL [--name NAME] [--password-stdin] [--promote] [--json]'],
  help: [
    '',
    '  Asks for the password, without showing it. Where nothing is typed or nobody can be asked, a link to choose one is',
    '  printed instead. A password never stands among the arguments: there, every user of the machine could read it.',
    '',
    '  --password-stdin  reads the password from standard input, without the line break at its end',
    '  --promote         makes a user who has the address already an administrator',
  ],
  run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        'password-stdin': { type: 'boolean' },
        promote: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const { email, name, json = false, promote = false } = values;
    if (email === undefined) throw new Misuse('Give the address with --email.');
    return withUserManagement(io, async ({ operator }) => {
      const isThere = email.includes('@') && (await operator.show(email)) !== null;
      const password = isThere ? null : await askPassword(values['password-stdin'] ?? false, io);
      if (password === undefined) return 1;
      const made = await operator.createAdministrator({ email, name, password }, promote);
      if (!made.ok) return tellErrors(made.errors, json, io, email);
      const { outcome, user } = made.value;
      const link = outcome === 'made' && password === null ? await linkFor(operator, user.id) : null;
      if (json) io.out(JSON.stringify({ outcome, user: shownUser(user), resetLink: link }));
      else tell(outcome, shownUser(user), link, io);
      return outcome === 'there' && !user.isAdmin ? 1 : 0;
    });
  },
};

function tell(outcome: string, user: ReturnType<typeof shownUser>, link: string | null, io: CommandIo): void {
  const email = plain(user.email);
  if (outcome === 'made') io.err(`${email} is an administrator now.`);
  else if (outcome === 'promoted') io.err(`${email} was there already, and is an administrator now.`);
  else if (user.isAdmin) io.err(`${email} is an administrator already. Nothing was changed.`);
  else io.err(`${email} is a user already, and no administrator. --promote makes them one.`);
  if (link === null) return;
  io.err('Choose the password within 30 minutes at this link; "users reset-link" makes another:');
  io.out(link);
}

async function linkFor(operator: Operator, id: string): Promise<string | null> {
  const made = await operator.resetLink(id);
  return made.ok ? made.value.link : null;
}

/** Null where it is to be chosen later, undefined where it was typed in two ways. */
async function askPassword(fromStdin: boolean, io: CommandIo): Promise<string | null | undefined> {
  if (!io.terminal) return null;
  if (fromStdin) return readLine(io.terminal.input);
  const password = await io.terminal.askSecret('Password (empty for a link to choose one): ');
  if (password === null || password === '') return null;
  if ((await io.terminal.askSecret('Once more: ')) === password) return password;
  io.err('The two are different. Nothing was done.');
  return undefined;
}

/** All of it, without the line break that `echo` puts at the end. */
async function readLine(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    length += chunk.length;
    if (length > LONGEST_INPUT) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, '');
}
