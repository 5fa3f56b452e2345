import type { Database } from '../database/database.js';
import type { PreparedStatement } from '../database/prepared-statement.js';
import type { Clock } from '../kernel/clock.js';
import { after } from '../kernel/duration.js';
import { FAILURES_FORGOTTEN, LONGEST_WAIT, type Rate } from '../rate-limits/limits.js';

type Claimed = 'claimed' | 'missing' | 'waiting';

/**
 * Takes the place of a guess where nobody has to wait, as one statement on PostgreSQL; `PasswordAttempts` does the rest
 * in its clear way, and the same in six statements. It stands before every password hash, so it is to cost no part of it.
 *
 * The rows are locked first, all of them and in the order of their digests as everywhere, and read as they are then. One
 * that isn't there yet can't be locked: it is made, and the statement asked again. So it is counted for all or for none.
 */
export class QuickClaim {
  private readonly claim: PreparedStatement;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    rate: Rate,
  ) {
    this.claim = { name: 'claim-guess', sql: claimSql(rate) };
  }

  /** @returns whether the guess was counted against all of these; false where only the clear way knows */
  async take(digests: readonly string[]): Promise<boolean> {
    if (this.database.dialect === 'sqlite') return false;
    const ordered = [...new Set(digests)].sort();
    let claimed = await this.tryTo(ordered);
    if (claimed === 'missing') {
      await this.database.prepared(make, [ordered, this.forgottenAt()]);
      claimed = await this.tryTo(ordered);
    }
    return claimed === 'claimed';
  }

  private async tryTo(ordered: readonly string[]): Promise<Claimed> {
    const rows = await this.database.prepared(this.claim, [ordered, this.clock.now(), this.forgottenAt()]);
    const [there, counted] = rows?.[0] ?? [];
    if (Number(there) < ordered.length) return 'missing';
    return Number(counted) === ordered.length ? 'claimed' : 'waiting';
  }

  private forgottenAt(): Date {
    return after(this.clock.now(), FAILURES_FORGOTTEN);
  }
}

const make: PreparedStatement = {
  name: 'make-guesses',
  sql: `insert into password_attempts (digest, failures, waits_until, forgotten_at)
    select digest, 0, null, $2::timestamptz from unnest($1::text[]) digest order by digest collate "C"
    on conflict (digest) do nothing`,
};

/** The next count, as `PasswordAttempts` counts: anew after a long silence, and with a wait that doubles. */
function claimSql({ times, per }: Rate): string {
  const failures = 'case when a.forgotten_at <= $2::timestamptz then 1 else a.failures + 1 end';
  const wait = `least(${LONGEST_WAIT}, ${per} * power(2, least(30, ${failures} - ${times})))`;
  return `with held as materialized (
      select digest, waits_until from password_attempts where digest = any($1::text[]) order by digest collate "C" for update
    ), free as (
      select digest from held
      where (select count(*) = cardinality($1::text[]) and not coalesce(bool_or(waits_until > $2::timestamptz), false) from held)
    ), counted as (
      update password_attempts a set failures = ${failures}, forgotten_at = $3::timestamptz,
        waits_until = case when ${failures} < ${times} then null
          else $2::timestamptz + ${wait} * interval '1 millisecond' end
      from free where a.digest = free.digest
      returning a.digest
    )
    select (select count(*) from held), (select count(*) from counted)`;
}
