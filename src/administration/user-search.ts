import { type Condition, joined, sql } from './condition.js';

export type SearchDialect = 'postgresql' | 'sqlite';

/** No address, username or name is longer. */
const LONGEST = 254;

/**
 * A term anywhere in the e-mail address, the username or the name, without regard to case, as plain text. The tables that
 * make it fast are made by the migrations and kept by triggers.
 *
 * @returns null where there is no term, and `nobody` where no user can have such a text
 */
export function searchCondition(
  search: string | null | undefined,
  dialect: SearchDialect,
): Condition | 'nobody' | null {
  // Names are stored in NFC.
  const term =
    search
      ?.slice(0, 10 * LONGEST)
      .normalize('NFC')
      .trim() ?? '';
  if (term === '') return null;
  if ([...term].length > LONGEST || /\p{Cc}/u.test(term) || !term.isWellFormed()) return 'nobody';
  return dialect === 'postgresql' ? onPostgresql(term) : onSqlite(term);
}

function onPostgresql(term: string): Condition {
  const found = (query: string) =>
    sql(
      `select s.user_id as id from user_search s
        where usergraph_grams(s.text) @@ ${query} and strpos(s.text, usergraph_fold(?)) > 0`,
      term,
      term,
    );
  return {
    check: sql('strpos(usergraph_search_text(u.email, u.username, u.name), usergraph_fold(?)) > 0', term),
    driver: found('usergraph_gram_query(usergraph_fold(?))'),
    // In a query of its own, so that it is worked out once and not for each row.
    driverToFew: found('(select usergraph_rare_gram_query(usergraph_fold(?)))'),
  };
}

/** The index knows runs of three characters; the few shorter terms are looked for in every text. */
function onSqlite(term: string): Condition {
  const found =
    [...term].length >= 3
      ? sql(
          's.id in (select rowid from user_search_grams where user_search_grams match ?)',
          `"${term.replaceAll('"', '""')}"`,
        )
      : joined(
          spellings(term).map((spelling) => sql('instr(s.text, ?) > 0', spelling)),
          ' or ',
        );
  const driver = sql(`select s.user_id as id from user_search s where ${found.text}`, ...found.values);
  return { check: sql(`u.id in (${driver.text})`, ...driver.values), driver };
}

/** SQLite itself folds a to z alone. */
function spellings(term: string): readonly string[] {
  const letters = [...term].map((letter) => [
    ...new Set([letter, letter.toLowerCase(), letter.toUpperCase(), ...(/[σς]/i.test(letter) ? ['σ', 'ς', 'Σ'] : [])]),
  ]);
  return letters.reduce<string[]>((begun, forms) => begun.flatMap((text) => forms.map((form) => text + form)), ['']);
}
