import { buildBreachedFilter } from '../app/passwords.js';
import { type Command, type CommandIo, misused } from './command.js';

/** The list of passwords that were found in breaches. */
export const breachedCommand: Command = {
  name: 'breached',
  summary: 'make the file for BREACHED_PASSWORDS_FILE from a public list of SHA-1 digests',
  usage: ['breached build LIST [--out FILE]'],
  async run([action, ...args], io) {
    const at = args.indexOf('--out');
    const [list, out] = [at === 0 ? args[2] : args[0], at < 0 ? 'breached-passwords.bin' : args[at + 1]];
    const expected = at < 0 ? 1 : 3;
    if (action !== 'build' || list === undefined || out === undefined || args.length !== expected) {
      return misused(breachedCommand, io);
    }
    return build(list, out, io);
  },
};

async function build(list: string, out: string, io: CommandIo): Promise<number> {
  try {
    const passwords = await buildBreachedFilter(list, out, (progress) =>
      io.err(`${progress.passwords} passwords, ${Math.floor(progress.done * 100)} %`),
    );
    io.out(`${out} knows ${passwords} passwords. Set BREACHED_PASSWORDS_FILE to it.`);
    return 0;
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
