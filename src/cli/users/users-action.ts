import { parseArgs } from 'node:util';
import { statusOf, type User } from '../../app/operator.js';
import type { UserError } from '../../kernel/user-error.js';
import type { CommandIo } from '../command.js';

export interface UsersAction {
  readonly usage: readonly string[];
  /** What the options mean. */
  readonly help: readonly string[];
  /** @returns the exit code: 0 done, 1 it could not be done, 2 the call made no sense */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** Thrown where the arguments make no sense; the usage follows. */
export class Misuse extends Error {
  readonly code = 'ERR_PARSE_ARGS_MISUSE';
}

/** The one thing that an action is about. */
export function only(positionals: readonly string[], what: string): string {
  const [first, ...others] = positionals;
  if (first === undefined || others.length > 0) throw new Misuse(`Give one ${what}.`);
  return first;
}

/** The user that an action with no options of its own is about. */
export function whoOf(args: readonly string[]): { who: string; asJson: boolean } {
  const options = { json: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  return { who: only(positionals, 'address, username or id'), asJson: values.json };
}

export function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw new Misuse(`${option} takes a whole number from 1 on.`);
  return Number(text);
}

/** Says what can't be done, each problem on a line. */
export function tellErrors(errors: readonly UserError[], asJson: boolean, io: CommandIo, who?: string): number {
  if (asJson) io.out(JSON.stringify({ errors: errors.map(({ code, message, path }) => ({ code, message, path })) }));
  else for (const { code, message } of errors) io.err(code === 'NOT_FOUND' ? `There is no user ${who}.` : message);
  return 1;
}

/** What a shell may see of a user. Never their password's hash. */
export function shownUser(user: User) {
  return {
    id: user.id,
    email: user.email,
    emailVerified: Boolean(user.emailVerifiedAt),
    username: user.username ?? null,
    name: user.name ?? null,
    phone: user.phone ?? null,
    locale: user.locale ?? null,
    isAdmin: user.isAdmin,
    hasPassword: Boolean(user.passwordHash),
    status: statusOf(user),
    suspensionReason: user.suspensionReason ?? null,
    createdAt: user.createdAt,
    lastLoginAt: user.lastLoginAt ?? null,
    lastLoginIp: user.lastLoginIp ?? null,
    deletedAt: user.deletedAt ?? null,
  };
}

/** A person's text on a terminal: without what would move the cursor or turn the line around. */
export function plain(text: string | null): string {
  return (text ?? '-').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
}
