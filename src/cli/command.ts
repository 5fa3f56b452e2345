import type { Environment } from '../config/environment.js';
import type { Terminal } from './terminal.js';

/** Where a command reads and writes, so that a test can look on. */
export interface CommandIo {
  readonly environment: Environment;
  /** Results: one line each. */
  out(line: string): void;
  /** What went wrong, and what to do about it. */
  err(line: string): void;
  /** Absent where a command is run without one; it then asks nobody and shows no progress. */
  readonly terminal?: Terminal;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** How to call it, a line for each form. */
  readonly usage: readonly string[];
  /** @returns the exit code: 0 done, 1 it could not be done, 2 the call made no sense */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

export function misused({ usage }: Command, io: CommandIo): number {
  io.err(['usage:', ...usage.map((line) => `  ${line}`)].join('\n'));
  return 2;
}
