import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Program } from '../support/program.js';
import { gets } from '../support/raw-request.js';

describe('the program, told to stop', () => {
  it('answers what is in flight, takes nothing new, and ends with 0, though clients would keep their connections', async () => {
    const program = Program.start();
    const url = await program.isReady();
    const body = JSON.stringify({ query: '{ authOptions { passwordMinLength } }' });
    // The server says "100 Continue" once it has begun with the request.
    const agent = new Agent({ keepAlive: true });
    const inFlight = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
    });
    inFlight.flushHeaders();
    await once(inFlight, 'continue');

    program.signals('SIGTERM');
    await program.says(/stopping/);
    await refusesConnections(url);
    expect(program.exitCode).toBeNull();
    inFlight.end(body);

    const [answer] = (await once(inFlight, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(await text(answer))).toEqual({ data: { authOptions: { passwordMinLength: 8 } } });
    expect(await program.ends()).toBe(0);
    expect(program.stdout).toContain('stopped');
    expect(program.stderr).toBe('');
    agent.destroy();
  });

  it('does not wait for connections on which nothing is asked', async () => {
    const program = Program.start();
    const url = await program.isReady();
    const agent = new Agent({ keepAlive: true });
    const idle = request(`${url}/healthz`, { agent }).end();
    const [answer] = (await once(idle, 'response')) as [IncomingMessage];
    await text(answer);

    const startedAt = performance.now();
    expect(await program.stops()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    agent.destroy();
  });

  it('does so for Ctrl-C as for SIGTERM', async () => {
    const program = Program.start();
    const url = await program.isReady();
    expect((await gets(`${url}/readyz`)).status).toBe(200);

    program.signals('SIGINT');

    expect(await program.ends()).toBe(0);
  });
});

async function refusesConnections(url: string): Promise<void> {
  for (const deadline = performance.now() + 5_000; performance.now() < deadline;) {
    const answered = await gets(`${url}/healthz`).then(
      () => true,
      () => false,
    );
    if (!answered) return;
  }
  throw new Error('it goes on taking connections');
}
