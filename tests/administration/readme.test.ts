import { committed } from '../schema/committed-file.js';
import { asks, type RawAnswer } from '../support/raw-request.js';
import { world } from '../support/world.js';

/** The documents of one section of the README, in their order. */
function documentsOf(section: string): string[] {
  const [, text = ''] = committed('README.md').split(`\n## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return [...own.matchAll(/^```graphql\n(.*?)^```/gms)].map(([, document]) => document ?? '');
}

it("the README's section on administration can be followed, document by document", async () => {
  const here = await world();
  const { tokens } = await here.person('Ada').joinsAsAdmin();
  const documents = documentsOf('Administration');
  expect(documents).toHaveLength(3);

  const answers: RawAnswer['json'][] = [];
  for (const document of documents)
    answers.push((await asks(here.url, document, {}, { authorization: `Bearer ${tokens?.accessToken}` })).json);

  expect(answers).toMatchObject([
    {
      data: { createRole: { errors: [] }, adminCreateUser: { user: { permissions: ['articles:write'] }, errors: [] } },
    },
    { data: { adminUsers: { nodes: [{ email: 'grace@example.com' }], pageInfo: { hasNextPage: false } } } },
    { data: { adminEvents: { nodes: [{}, {}] }, adminStats: { totalUsers: 2 } } },
  ]);
  expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
});
