import { lexicographicSortSchema, printSchema } from 'graphql';
import { ourSchema } from '../../tools/our-schema.js';
import { committed } from './committed-file.js';
import { elementsOf } from './schema-elements.js';

describe('the schema', () => {
  it('is the committed one: `npm run generate` prints it', async () => {
    expect(`${printSchema(lexicographicSortSchema(await ourSchema()))}\n`).toBe(committed('schema.graphql'));
  });

  it('describes every type, field, argument and value', async () => {
    const elements = [...elementsOf(await ourSchema()).values()];

    expect(elements.length).toBeGreaterThan(100);
    // GraphQL names the root types; they stand for nothing that could be described.
    const own = elements.filter(({ name }) => !/^(Query|Mutation|Subscription)$/.test(name));
    expect(own.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  });
});
