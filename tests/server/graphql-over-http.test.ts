import { serverAudits } from 'graphql-http';
import { world } from '../support/world.js';

describe('the GraphQL over HTTP specification', () => {
  it('is kept in every point that it demands', async () => {
    const { url } = await world({ introspection: true });
    const audits = serverAudits({
      url: () => `${url}/graphql`,
      fetchFn: (...request: Parameters<typeof fetch>) => fetch(...request),
    });

    // What a server should or may do comes back as a warning or a notice.
    const failed: unknown[] = [];
    for (const { id, name, fn } of audits) {
      const result = await fn();
      if (result.status === 'error') failed.push({ id, name, reason: result.reason });
    }

    expect(failed).toEqual([]);
    expect(audits.length).toBeGreaterThan(50);
  });
});
