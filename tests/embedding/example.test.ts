import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../examples/embed-in-node-http/server.mjs', import.meta.url));
const PORT = 4_377;

describe('the embedding example', () => {
  it('serves user management from a program of its own', async () => {
    const program = spawn(process.execPath, [example], {
      env: { PORT: String(PORT) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(program.stdout, 'data')) as [Buffer];
      expect(line.toString()).toContain(`listening on http://localhost:${PORT}`);

      const query = `mutation { register(input: { email: "ada@example.com", password: "correct horse battery" }) {
        user { email } tokens { accessToken } errors { code }
      } }`;
      const { data } = (await ask(query)) as { data: { register: { tokens: { accessToken: string } } } };

      expect(data.register).toMatchObject({ user: { email: 'ada@example.com' }, errors: [] });
      const me = await ask('{ me { email } }', data.register.tokens.accessToken);
      expect(me).toEqual({ data: { me: { email: 'ada@example.com' } } });
      expect(await ask('{ me { email } }', 'nonsense')).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    } finally {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    }
  });
});

async function ask(query: string, bearer?: string): Promise<unknown> {
  const response = await fetch(`http://localhost:${PORT}`, {
    method: 'POST',
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
