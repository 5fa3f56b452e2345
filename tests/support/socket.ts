import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that sends bytes as it likes, and keeps what comes back. */
export class RawSocket {
  received = '';
  /** Whether the server has ended it. */
  closed = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('close', () => (this.closed = true)).on('error', () => undefined);
  }

  static async to(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawSocket(socket);
  }

  sends(text: string): void {
    this.socket.write(text);
  }

  /** @returns what came back until the server closed the connection */
  async isCutOff(within = 10_000): Promise<string> {
    const deadline = performance.now() + within;
    while (!this.closed && performance.now() < deadline) await soon();
    if (!this.closed) throw new Error(`still open after ${within} ms; it answered ${this.received.slice(0, 200)}`);
    return this.received;
  }

  /** Waits for something in the answer. */
  async gets(what: RegExp, within = 10_000): Promise<string> {
    const deadline = performance.now() + within;
    while (!what.test(this.received) && !this.closed && performance.now() < deadline) await soon();
    if (!what.test(this.received)) throw new Error(`no ${what} in ${this.received.slice(0, 500)}`);
    return this.received;
  }

  ends(): void {
    this.socket.destroy();
  }
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** All that comes back for some bytes, once the server has closed the connection. */
export async function exchange(url: string, bytes: string): Promise<string> {
  const socket = await RawSocket.to(url);
  socket.sends(bytes);
  return socket.isCutOff();
}
