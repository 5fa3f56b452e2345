const LONGEST = 100;

/**
 * A text that a stranger chose, made harmless in a mail: on one line, bounded, and with nothing in it that a mail program
 * would turn into a link. Without this a "device" could be called `Account locked, call or see evil.example`.
 */
export function tamedName(text: string): string {
  const [line = ''] = text.toWellFormed().split(/[\p{Cc}\p{Zl}\p{Zp}]/u, 1);
  const tame = line
    // What is not seen, and what turns the direction of writing.
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replace(/["“”„‟«»「」『』<>]/gu, '')
    // What makes addresses; the last three are dots too in a domain name (RFC 3490, section 3.1).
    .replace(/[/\\:@：＠]|[.。．｡](?!\d)/gu, ' ')
    .replace(/\bwww\b/giu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return [...tame].slice(0, LONGEST).join('').trim();
}
