import { milliseconds, seconds } from '../../src/kernel/duration.js';
import { asks } from '../support/raw-request.js';
import { RawSocket } from '../support/socket.js';
import { type World, world } from '../support/world.js';

const QUICK = {
  headers: milliseconds(200),
  request: milliseconds(400),
  silence: milliseconds(500),
  keepAlive: milliseconds(300),
  check: milliseconds(50),
};
const PATIENT = { ...QUICK, headers: seconds(60), request: seconds(60), silence: seconds(60), keepAlive: seconds(60) };

const server = (limits: object): Promise<World> => world({ server: { httpLimits: limits } });

/** A byte now and then, for as long as the connection is there. */
function drips(socket: RawSocket, text: string): () => void {
  let sent = 0;
  const timer = setInterval(() => socket.sends(text[sent++ % text.length] ?? ''), 30);
  socket.socket.once('close', () => clearInterval(timer));
  return () => clearInterval(timer);
}

const BEGUN = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a client that is slow', () => {
  it('with its headers is cut off, with an answer', async () => {
    const socket = await RawSocket.to((await server(QUICK)).url);
    socket.sends('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    drips(socket, 'X-Slow: loris\r\n');

    const answer = await socket.isCutOff();

    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain(
      '{"errors":[{"message":"The request is malformed.","extensions":{"code":"BAD_USER_INPUT"}}]}',
    );
  });

  it('with its body is cut off', async () => {
    const socket = await RawSocket.to((await server(QUICK)).url);
    socket.sends(`${BEGUN}Content-Length: 90000\r\n\r\n`);
    drips(socket, '{ "query": "');

    expect(await socket.isCutOff()).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  it('with a picture has more time, and no more than that', async () => {
    const upload = 'PUT /avatars/upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n';
    const outcome = async (text: string, limits: object) => {
      const socket = await RawSocket.to((await server(limits)).url);
      socket.sends(text);
      drips(socket, 'xxxx');
      const startedAt = performance.now();
      const answer = await socket.isCutOff();
      return { answer, lasted: performance.now() - startedAt };
    };

    const wide = { ...QUICK, silence: seconds(60), upload: seconds(2) };
    const picture = await outcome(upload, wide);
    expect(picture.lasted).toBeGreaterThan(1_000);
    const other = await outcome(upload.replace('PUT', 'POST'), wide);
    expect(other.lasted).toBeLessThan(1_500);
  });

  it('to begin at all is cut off', async () => {
    const socket = await RawSocket.to((await server(QUICK)).url);

    await socket.isCutOff();
  });

  it('to ask again is cut off', async () => {
    const socket = await RawSocket.to((await server(QUICK)).url);
    socket.sends('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');

    expect(await socket.isCutOff()).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('to read its answers is cut off', async () => {
    const here = await server({ ...QUICK, requestsPerConnection: 100_000 });
    const socket = await RawSocket.to(here.url);
    socket.socket.pause();
    // More than the buffers of the system take.
    const page = 'GET /verify-email?token=x HTTP/1.1\r\nHost: x\r\n\r\n';
    for (let batch = 0; batch < 40; batch += 1) socket.sends(page.repeat(50));

    const connections = () =>
      new Promise<number>((resolve) => here.server.app.server.getConnections((_error, count) => resolve(count)));
    for (const deadline = performance.now() + 15_000; (await connections()) > 0 && performance.now() < deadline;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await connections()).toBe(0);
    socket.ends();
  });

  it('is waited for where the limits are wide: the control', async () => {
    const { url } = await server(PATIENT);
    const sockets = await Promise.all([RawSocket.to(url), RawSocket.to(url)]);
    sockets[0].sends('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    sockets[1].sends(`${BEGUN}Content-Length: 90000\r\n\r\n`);
    const stop = sockets.map((socket) => drips(socket, 'X-Slow: loris\r\n'));

    await new Promise((resolve) => setTimeout(resolve, 1_000));

    expect(sockets.map(({ closed }) => closed)).toEqual([false, false]);
    for (const end of stop) end();
    for (const socket of sockets) socket.ends();
  });

  it('takes nothing from others', async () => {
    const { url } = await server(PATIENT);
    const sockets = await Promise.all(Array.from({ length: 100 }, () => RawSocket.to(url)));
    for (const socket of sockets) socket.sends(BEGUN);

    const startedAt = performance.now();
    expect((await asks(url, '{ me { id } }')).json).toEqual({ data: { me: null } });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    for (const socket of sockets) socket.ends();
  });
});

describe('connections', () => {
  it('beyond the limit are not taken, and are again when others have ended', async () => {
    const { url } = await server({ connections: 3 });
    const held = await Promise.all([RawSocket.to(url), RawSocket.to(url), RawSocket.to(url)]);
    await new Promise((resolve) => setTimeout(resolve, 50));

    await (await RawSocket.to(url)).isCutOff();
    held[0].ends();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const next = await RawSocket.to(url);
    next.sends('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');

    expect(await next.gets(/ok/)).toContain('200 OK');
    for (const socket of [...held, next]) socket.ends();
  });

  it('serve so many requests and no more', async () => {
    const socket = await RawSocket.to((await server({ ...QUICK, requestsPerConnection: 3 })).url);
    socket.sends('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5));

    const answer = await socket.isCutOff();

    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  });
});
