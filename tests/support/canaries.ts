/** Secrets that are let loose, and every form in which one of them could turn up where it doesn't belong. */
export class Canaries {
  private readonly known = new Map<string, string>();

  /** @param name what it is, for the report */
  add(name: string, secret: string | null | undefined): void {
    // A short one, such as six digits, turns up by chance.
    if (typeof secret === 'string' && secret.length >= 8) this.known.set(secret, name);
  }

  get names(): string[] {
    return [...this.known.values()];
  }

  get size(): number {
    return this.known.size;
  }

  /** The names of those that stand in a text, and how. */
  in(text: string): string[] {
    const lower = text.toLowerCase();
    return [...this.known].flatMap(([secret, name]) =>
      formsOf(secret)
        .filter(([, form]) => text.includes(form) || lower.includes(form.toLowerCase()))
        .map(([form]) => `${name}, ${form}`),
    );
  }
}

function formsOf(secret: string): (readonly [name: string, form: string])[] {
  const bytes = Buffer.from(secret);
  // Within a longer text base64 depends on where the secret begins; the middle of it is the same for one of the three.
  const shifted = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift, 'x'), bytes]).toString('base64');
    return padded.slice(shift === 0 ? 0 : 4, -4);
  });
  const forms: (readonly [string, string])[] = [
    ['as it is', secret],
    ['in hex', bytes.toString('hex')],
    ['for a URL', encodeURIComponent(secret)],
    ['for a form', new URLSearchParams({ secret }).toString().slice(7)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['backwards', [...secret].reverse().join('')],
    ...shifted.flatMap((form): (readonly [string, string])[] => [
      ['in base64', form],
      ['in base64url', form.replaceAll('+', '-').replaceAll('/', '_')],
    ]),
  ];
  return forms.filter(([, form]) => form.length >= 8);
}
