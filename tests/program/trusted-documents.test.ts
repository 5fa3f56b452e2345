import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, Program } from '../support/program.js';
import { asks } from '../support/raw-request.js';

const OPTIONS = 'query Options { authOptions { passwordMinLength } }';

function manifest(body: string): { folder: string; path: string } {
  const folder = emptyFolder();
  const path = join(folder, 'manifest.json');
  const operations = [{ id: 'options', name: 'Options', type: 'query', body }];
  writeFileSync(path, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  return { folder, path };
}

describe('the program with TRUSTED_DOCUMENTS', () => {
  it('runs what is on the list and nothing else', async () => {
    const { folder } = manifest(OPTIONS);
    const url = await Program.start({ TRUSTED_DOCUMENTS: 'manifest.json' }, folder).isReady();

    expect((await asks(url, OPTIONS)).status).toBe(200);
    expect((await asks(url, '{ __typename }')).code).toBe('DOCUMENT_NOT_TRUSTED');
  });

  it('does not start with an operation that does not fit, and names it', async () => {
    const { folder, path } = manifest('query Options { nothing }');
    const program = Program.start({ TRUSTED_DOCUMENTS: path }, folder);

    expect(await program.ends()).toBe(1);
    expect(program.output).toContain('operation options: Cannot query field');
  });

  it('does not start without the file', async () => {
    const program = Program.start({ TRUSTED_DOCUMENTS: 'nowhere.json' });

    expect(await program.ends()).toBe(1);
    expect(program.output).toContain('TRUSTED_DOCUMENTS must be a file that can be read');
  });
});

describe('the program with METRICS_TOKEN', () => {
  it('gives its metrics to who has it', async () => {
    const url = await Program.start({ METRICS_TOKEN: 'prometheus-0123456789' }).isReady();
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status;

    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer prometheus-0123456789' })).toBe(200);
  });
});
