import { serverAudits } from 'graphql-http';
import { world } from '../support/world.js';

let url = '';
const audits = serverAudits({
  url: () => `${url}/graphql`,
  fetchFn: (...request: Parameters<typeof fetch>) => fetch(...request),
});

describe('the GraphQL over HTTP specification', () => {
  it.each(audits.map((audit) => [`${audit.id}: ${audit.name}`, audit] as const))('%s', async (_name, audit) => {
    ({ url } = await world({ introspection: true }));

    // What a server should or may do comes back as a warning or a notice.
    const result = await audit.fn();
    expect(result).not.toMatchObject({ status: 'error' });
  });

  it('is looked at from all sides', () => {
    expect(audits.length).toBeGreaterThan(50);
  });
});
