/** Markup that is safe to send: made by `html`, which escapes whatever is put into it. */
export class Html {
  constructor(readonly markup: string) {}
}

type Piece = string | number | Html | null | readonly Html[];

/** Text and attribute values (always in double quotes) become markup; only other `Html` goes in as it is. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const markup = literals.map((literal, index) => literal + markupOf(pieces[index] ?? null));
  return new Html(markup.join(''));
}

function markupOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'object') return piece.map(({ markup }) => markup).join('\n');
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
