import { buildSchema, parse } from 'graphql';
import { KnownOperations, postedOperation } from '../../src/server/known-operations.js';

const operations = (): KnownOperations =>
  new KnownOperations(buildSchema('type Query { people(first: Int, name: String): [ID!], me: ID }'));

function isKnownAfterwards(query: string): boolean {
  const known = operations();
  const posted = postedOperation({ query }, undefined);
  if (!posted) throw new Error('not an operation');
  known.learn(posted, parse(query), 'application/json; charset=utf-8');
  return known.find(posted) !== null;
}

describe('a document takes the short way', () => {
  it('from the second time on', () => {
    expect(isKnownAfterwards('{ me }')).toBe(true);
    expect(isKnownAfterwards('query Named($name: String) { people(name: $name) }')).toBe(true);
  });

  it('never where a variable decides what it costs', () => {
    expect(isKnownAfterwards('query ($first: Int) { people(first: $first) }')).toBe(false);
    expect(isKnownAfterwards('query ($first: [Int!]!) { people }')).toBe(false);
  });

  it('never where it holds several operations, or is long', () => {
    expect(isKnownAfterwards('query A { me } query B { me }')).toBe(false);
    expect(isKnownAfterwards(`{ ${'me '.repeat(2_000)} }`)).toBe(false);
  });

  it('never where it would take much memory, of whatever it consists', () => {
    expect(isKnownAfterwards(`{ ${'me '.repeat(390)} }`)).toBe(true);
    expect(isKnownAfterwards(`{ ${'me '.repeat(410)} }`)).toBe(false);
    const posted = postedOperation({ query: '{ me }' }, `text/html;${'x'.repeat(500)}`);
    const known = operations();
    if (posted) known.learn(posted, parse('{ me }'), 'application/json; charset=utf-8');
    expect(posted && known.find(posted)).toBeNull();
  });

  it('also after others have asked it with ever new Accepts', () => {
    const known = operations();
    for (let nth = 0; nth < 20; nth += 1) {
      const odd = postedOperation({ query: '{ me }' }, `text/html;q=0.${nth}`);
      if (odd) known.learn(odd, parse('{ me }'), 'application/json; charset=utf-8');
    }
    const usual = postedOperation({ query: '{ me }' }, '*/*');
    if (usual) known.learn(usual, parse('{ me }'), 'application/json; charset=utf-8');

    expect(usual && known.find(usual)).not.toBeNull();
  });

  it('only for an Accept that was answered before', () => {
    const known = operations();
    const posted = postedOperation({ query: '{ me }' }, 'application/json');
    if (posted) known.learn(posted, parse('{ me }'), 'application/json; charset=utf-8');

    const other = postedOperation({ query: '{ me }' }, 'text/html');
    expect(posted && known.find(posted)).not.toBeNull();
    expect(other && known.find(other)).toBeNull();
  });

  it('only with nothing else in the body', () => {
    expect(postedOperation({ query: '{ me }', extensions: {} }, undefined)).toBeNull();
    expect(postedOperation({ query: '{ me }', variables: [] }, undefined)).toBeNull();
    expect(postedOperation([{ query: '{ me }' }], undefined)).toBeNull();
    expect(postedOperation({ query: 7 }, undefined)).toBeNull();
    expect(postedOperation(null, undefined)).toBeNull();
  });
});
