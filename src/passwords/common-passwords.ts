import { readFileSync } from 'node:fs';

/** One password a line, in lower case, the commonest first; the path holds from `src/` and from `dist/`. */
const LIST = new URL('../../resources/common-passwords.txt', import.meta.url);

let passwords: ReadonlySet<string> | undefined;

/** The commonest passwords of eight characters and more, after NFKC and in lower case; read at the first use. */
export function loadCommonPasswords(): ReadonlySet<string> {
  passwords ??= new Set(readFileSync(LIST, 'utf8').trimEnd().split('\n'));
  return passwords;
}
