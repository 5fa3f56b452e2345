import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/program.js';

const example = fileURLToPath(new URL('../../examples/embed-in-node-http/server.mjs', import.meta.url));
describe('the embedding example', () => {
  it('serves user management from a program of its own', async () => {
    const port = await freePort();
    const program = spawn(process.execPath, [example], {
      env: { PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(program.stdout, 'data')) as [Buffer];
      expect(line.toString()).toContain(`listening on http://localhost:${port}`);

      const query = `mutation { register(input: { email: "ada@example.com", password: "correct horse battery" }) {
        user { email } tokens { accessToken } errors { code }
      } }`;
      const { data } = (await ask(port, query)) as { data: { register: { tokens: { accessToken: string } } } };

      expect(data.register).toMatchObject({ user: { email: 'ada@example.com' }, errors: [] });
      const me = await ask(port, '{ me { email } }', data.register.tokens.accessToken);
      expect(me).toEqual({ data: { me: { email: 'ada@example.com' } } });
      expect(await ask(port, '{ me { email } }', 'nonsense')).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    } finally {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    }
  });
});

async function ask(port: number, query: string, bearer?: string): Promise<unknown> {
  const response = await fetch(`http://localhost:${port}`, {
    method: 'POST',
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
