import { committed } from '../schema/committed-file.js';
import { asks } from '../support/raw-request.js';
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

  for (const document of documents) {
    const { json } = await asks(here.url, document, {}, { authorization: `Bearer ${tokens?.accessToken}` });
    expect(json.errors).toBeUndefined();
    for (const payload of Object.values(json.data ?? {})) expect(payload).not.toMatchObject({ errors: [{}] });
    if (document.includes('adminUsers')) {
      expect(json.data).toMatchObject({ adminUsers: { nodes: [{ email: 'grace@example.com' }] } });
    }
  }
});
