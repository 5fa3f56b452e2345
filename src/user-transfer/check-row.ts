import { type EmailAddress, parseEmailAddress } from '../email-addresses/email-address.js';
import { acceptForeignHash } from '../passwords/foreign-hashes/foreign-hashes.js';
import { parseProfile, type Profile } from '../users/profile.js';
import { readBoolean, readInstant, readNames, readText, readUuid } from './field-values.js';
import { reasonOf, type RowProblem, type RowProblemCode } from './row-problem.js';
import type { UserColumn, UserFields } from './user-columns.js';

/** A user who can come along, as far as a row alone can tell. */
export interface CheckedRow {
  readonly line: number;
  /** What the file calls them, for who must bring references along. */
  readonly oldId: string | null;
  /** The same, where it can be kept. */
  readonly id: string | null;
  readonly email: EmailAddress;
  readonly emailVerified: boolean;
  readonly profile: Profile;
  readonly passwordHash: string | null;
  readonly isAdmin: boolean;
  readonly roles: readonly string[];
  readonly createdAt: Date | null;
  readonly lastLoginAt: Date | null;
  readonly suspended: boolean;
}

export interface RowRules {
  readonly now: Date;
  readonly allowAdmins: boolean;
  /** For rows that don't say. */
  readonly assumeVerified: boolean;
  readonly withoutHashes: boolean;
  /** Fields that a person can do without are left out where they are wrong, rather than the person refused. */
  readonly leaveOut: boolean;
}

/** Without these a person still has their account. */
const dispensable = new Set<UserColumn>([
  'username',
  'name',
  'phone',
  'locale',
  'password_hash',
  'created_at',
  'last_login_at',
]);

export function canBeLeftOut(column: UserColumn, { leaveOut }: RowRules): boolean {
  return leaveOut && dispensable.has(column);
}

export function rowProblem(line: number, column: UserColumn | null, code: RowProblemCode, leftOut = false): RowProblem {
  return { line, outcome: leftOut ? 'left out' : 'refused', column, code, reason: reasonOf(code) };
}

/** Checks every field by the rules of registration, and tells of each that is wrong. The row is null where one refuses it. */
export async function checkRow(
  line: number,
  fields: UserFields,
  rules: RowRules,
): Promise<{ row: CheckedRow | null; problems: readonly RowProblem[] }> {
  const check = new RowCheck(line, fields, rules);
  const email = check.email();
  const profile = await check.profile();
  const row = {
    line,
    oldId: check.oldId(),
    id: readUuid(fields.id) ?? null,
    emailVerified: check.read('email_verified', readBoolean) ?? rules.assumeVerified,
    profile,
    passwordHash: rules.withoutHashes ? null : check.hash(),
    isAdmin: check.isAdmin(),
    roles: check.read('roles', readNames) ?? [],
    createdAt: check.read('created_at', (value) => readInstant(value, rules.now)),
    lastLoginAt: check.read('last_login_at', (value) => readInstant(value, rules.now)),
    suspended: check.read('suspended', readBoolean) ?? false,
  };
  const problems = check.problems;
  return { row: email && check.passes ? { ...row, email } : null, problems };
}

class RowCheck {
  readonly problems: RowProblem[] = [];

  constructor(
    private readonly line: number,
    private readonly fields: UserFields,
    private readonly rules: RowRules,
  ) {}

  get passes(): boolean {
    return this.problems.every(({ outcome }) => outcome === 'left out');
  }

  /** Null where the field is absent, empty or wrong. */
  read<T>(column: UserColumn, parse: (value: unknown) => T | undefined): T | null {
    const value = this.given(column);
    if (value === null) return null;
    const parsed = parse(value);
    if (parsed === undefined) this.refuse(column, 'INVALID_VALUE');
    return parsed ?? null;
  }

  oldId(): string | null {
    const text = readText(this.given('id'));
    return text === undefined ? null : text.slice(0, 200);
  }

  email(): EmailAddress | null {
    const text = readText(this.given('email'));
    const email = text === undefined ? null : parseEmailAddress(text);
    if (!email) this.refuse('email', text === undefined ? 'REQUIRED' : 'INVALID_EMAIL');
    return email;
  }

  async profile(): Promise<Profile> {
    const text = (column: UserColumn) => this.read(column, readText);
    const { profile, errors } = await parseProfile({
      username: text('username'),
      name: text('name'),
      phone: text('phone'),
      locale: text('locale'),
    });
    for (const { code, path } of errors) this.refuse((path?.at(-1) ?? 'name') as UserColumn, code);
    return profile;
  }

  hash(): string | null {
    const text = this.read('password_hash', readText);
    if (text === null) return null;
    const accepted = acceptForeignHash(text);
    if ('stored' in accepted) return accepted.stored;
    this.refuse('password_hash', accepted.fault);
    return null;
  }

  isAdmin(): boolean {
    const isAdmin = this.read('is_admin', readBoolean) ?? false;
    if (isAdmin && !this.rules.allowAdmins) this.refuse('is_admin', 'ADMIN_NOT_ALLOWED');
    return isAdmin;
  }

  private given(column: UserColumn): unknown {
    const value = this.fields[column];
    return value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value;
  }

  private refuse(column: UserColumn, code: RowProblemCode): void {
    this.problems.push(rowProblem(this.line, column, code, canBeLeftOut(column, this.rules)));
  }
}
