import fastify from 'fastify';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { milliseconds, minutes } from '../../src/kernel/duration.js';
import { defaultHttpLimits, limitBodies } from '../../src/server/http-limits.js';
import { RawSocket } from '../support/socket.js';

const BEGUN = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('whose clients hang up are kept no longer, however long a body may take', async () => {
  const app = fastify();
  limitBodies(app, { ...defaultHttpLimits, request: minutes(1), check: milliseconds(20) }, [], () => undefined);
  const requests: WeakRef<object>[] = [];
  app.addHook('onRequest', async ({ raw }) => void requests.push(new WeakRef(raw)));
  app.post('/', async () => ({}));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;

  for (let client = 0; client < 20; client += 1) {
    const socket = await RawSocket.to(`http://127.0.0.1:${port}`);
    socket.sends(BEGUN);
    while (requests.length <= client) await once(app.server, 'request');
    socket.ends();
  }
  const kept = () => requests.filter((request) => request.deref() !== undefined).length;
  // The newest one may still stand in a register or a buffer of the parser.
  for (const deadline = performance.now() + 5_000; kept() > 2 && performance.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
  }

  expect(kept()).toBeLessThanOrEqual(2);
  await app.close();
});
