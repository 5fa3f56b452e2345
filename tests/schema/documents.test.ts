import { type GraphQLSchema, parse, validate } from 'graphql';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ourSchema } from '../../tools/our-schema.js';
import { committed } from './committed-file.js';

const FENCED = /^```graphql\n(.*?)^```/gms;
const TAGGED = /\bgql`(.*?)`/gs;
/** Documents in programs and on command lines: what an API user would copy. */
const QUOTED = /(?:"query":"|ask\(`)(.*?)["`]/gs;

function pages(): string[] {
  const docs = readdirSync(fileURLToPath(new URL('../../docs', import.meta.url)));
  return ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
}

function documentsOf(page: string): string[] {
  const text = page.replaceAll('\r\n', '\n');
  return [FENCED, TAGGED, QUOTED].flatMap((kind) => [...text.matchAll(kind)].map(([, document]) => document ?? ''));
}

function faultsOf(schema: GraphQLSchema, document: string): string[] {
  try {
    return validate(schema, parse(document)).map(({ message }) => message);
  } catch (error) {
    return [String(error)];
  }
}

describe('the documents in the README and the docs', () => {
  it('fit the schema', async () => {
    const schema = await ourSchema();
    const documents = pages().flatMap((page) => documentsOf(committed(page)).map((document) => ({ page, document })));
    const faults = documents.flatMap(({ page, document }) =>
      faultsOf(schema, document).map((fault) => `${page}: ${fault}`),
    );

    expect(documents.length).toBeGreaterThan(10);
    expect(faults).toEqual([]);
  });

  it('would be seen not to: the control', async () => {
    const schema = await ourSchema();
    const page = '```graphql\n{ me { nobody } }\n```\n\ngql`query {`\n';

    expect(documentsOf(page).flatMap((document) => faultsOf(schema, document))).toHaveLength(2);
  });
});
