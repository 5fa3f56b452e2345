import { de } from '../../src/server/pages/texts/de.js';
import { en } from '../../src/server/pages/texts/en.js';
import { es } from '../../src/server/pages/texts/es.js';
import { fr } from '../../src/server/pages/texts/fr.js';
import { ja } from '../../src/server/pages/texts/ja.js';
import { pt } from '../../src/server/pages/texts/pt.js';
import { textsFor, waitIn } from '../../src/server/pages/texts/texts-for.js';
import { world } from '../support/world.js';
import { Visitor } from './visitor.js';

/** Every text with its place, the functions called with marks. */
function textsIn(texts: object, place = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[`${place}${name}`, value]];
    if (typeof value === 'function')
      return [[`${place}${name}`, String((value as (...marks: string[]) => unknown)('«1»', '«2»'))]];
    return textsIn(value as object, `${place}${name}.`);
  });
}

describe('the languages of the pages', () => {
  it.each([de, fr, es, pt, ja])('say all that English says: $language', (texts) => {
    const english = new Map(textsIn(en));
    for (const [place, text] of textsIn(texts)) {
      const original = english.get(place) ?? '';
      expect(text.match(/«\d»/g) ?? []).toEqual(original.match(/«\d»/g) ?? []);
      expect([place, text]).not.toEqual([place, original]);
    }
  });

  it.each([
    [null, 'de-CH,de;q=0.9,en;q=0.8', 'de'],
    [null, 'nl, pt-BR;q=0.4, fr;q=0.7', 'fr'],
    [null, 'en;q=0, ja;q=0.1', 'ja'],
    [null, 'nl', 'en'],
    [null, '*', 'en'],
    [null, ';;q=,=,', 'en'],
    [null, undefined, 'en'],
    ['es', 'de', 'es'],
    ['ES_mx', 'de', 'es'],
    ['xx', 'de', 'de'],
    ['__proto__', undefined, 'en'],
  ])('are chosen by the link (%s), then the browser (%s): %s', (named, accepted, language) => {
    expect(textsFor(named, accepted).language).toBe(language);
  });

  it('stay the same from step to step', async () => {
    const visitor = new Visitor(await world(), { 'accept-language': 'de' });
    const page = await visitor.opens('/verify-email?token=x&lang=fr');
    expect(page).toMatchObject({ language: 'fr', heading: 'Confirmez votre adresse e-mail' });

    const dead = await visitor.presses(page);
    expect(dead.language).toBe('fr');
    const sent = await visitor.presses(dead, { email: 'alice@example.com' });
    expect(sent.language).toBe('fr');
    expect(sent.source).toContain('href="verify-email?lang=fr"');
    expect((await visitor.opens('/reset-password')).heading).toBe('Passwort vergessen?');
  });

  it('tell how long to wait', () => {
    expect([waitIn('en', 1), waitIn('en', 60), waitIn('de', 91), waitIn('en', 3600), waitIn('ja', 40)]).toEqual([
      '1 second',
      '60 seconds',
      '2 Minuten',
      '60 minutes',
      '40 秒',
    ]);
  });
});
