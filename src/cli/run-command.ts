import { breachedCommand } from './breached-command.js';
import type { Command, CommandIo } from './command.js';
import { keysCommand } from './keys-command.js';
import { mailCommand } from './mail-command.js';
import { usersCommand } from './users-command.js';

/** A new command is a file beside this one, and a line here. */
const commands: readonly Command[] = [breachedCommand, keysCommand, mailCommand, usersCommand];

export async function runCommand([name, ...args]: readonly string[], io: CommandIo): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command.run(args, io);
  const lines = commands.map((known) => `  ${known.name.padEnd(8)} ${known.summary}`);
  io.err(['usage: node dist/cli.js COMMAND', ...lines].join('\n'));
  return 2;
}
