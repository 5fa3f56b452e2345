// One kept-alive connection that sends ready-made bytes and knows just enough of HTTP/1.1 to frame an answer. A client
// of the usual kind costs as much CPU per request as the servers do that are measured here, on the same two cores.
import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

export class Connection {
  #received = Buffer.alloc(0);
  #waiting = null;

  constructor(port) {
    this.port = port;
    this.#open();
  }

  #open() {
    const socket = connect({ host: '127.0.0.1', port: this.port, noDelay: true });
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.socket === socket && this.#fail(new Error('the server closed the connection')));
    this.socket = socket;
  }

  /** @returns {Promise<{ status: number, body: string }>} */
  send(bytes) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.socket.write(bytes);
    });
  }

  close() {
    this.socket.destroy();
  }

  #take(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const head = this.#received.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const text = this.#received.latin1Slice(0, head);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
    const end = head + END_OF_HEAD.length + length;
    if (this.#received.length < end) return;
    const answer = { status: Number(text.slice(9, 12)), body: this.#received.utf8Slice(end - length, end) };
    this.#received = this.#received.subarray(end);
    // A server may end a connection after so many requests, and says so with the last answer.
    if (/\r\nconnection: close/i.test(text)) {
      this.socket.destroy();
      this.#open();
    }
    this.#waiting?.resolve(answer);
    this.#waiting = null;
  }

  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/** All that the bench asks comes from one device: of a new one people are told by mail, which nobody takes here. */
export const DEVICE = 'usergraph-bench';

export function request(port, body, token) {
  const json = JSON.stringify(body);
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `User-Agent: ${DEVICE}`,
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    `Content-Length: ${Buffer.byteLength(json)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`);
}
