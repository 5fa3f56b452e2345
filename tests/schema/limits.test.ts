import { accessOf } from '../../src/access/guard-schema.js';
import { limitOf } from '../../src/rate-limits/limit.js';
import { ourSchema } from '../../tools/our-schema.js';

/** Ends what the caller holds, or tells what is public: nothing to guess, little to compute. */
const UNLIMITED = ['logout', 'authOptions', 'me'];

it('every field that strangers may call has a limit', async () => {
  const schema = await ourSchema();
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  const open = fields.filter((field) => ['anyone', 'anyone-known'].some((access) => access === accessOf(field)));
  const unlimited = open.filter((field) => limitOf(field) === undefined).map(({ name }) => name);

  expect(open.length).toBeGreaterThan(8);
  expect(unlimited.filter((name) => !UNLIMITED.includes(name))).toEqual([]);
});

it('every limited field says so', async () => {
  const schema = await ourSchema();
  const { login, updateMe } = schema.getMutationType()?.getFields() ?? {};

  expect(login?.description).toContain('Limits: 10 a minute from one client address; after 5 wrong passwords');
  expect(updateMe?.description).toContain('Limits: 60 a minute by one user.');
});
