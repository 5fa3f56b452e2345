import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { CLIENT } from './identity-provider.mjs';

type Endpoint = 'discovery' | 'jwks' | 'token';

export interface Misdeeds {
  /** What the ID token says otherwise; undefined leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Makes the whole of the ID token. */
  readonly idToken?: (claims: JWTPayload) => Promise<string> | string;
  /** Answers in place of an endpoint. */
  readonly answers?: Partial<Record<Endpoint, (response: ServerResponse) => void>>;
}

/** A provider that speaks OpenID Connect as far as it likes. */
export class HostileProvider {
  misdeeds: Misdeeds = {};
  /** How often each path was asked. */
  readonly asked: Record<string, number> = {};
  private readonly nonces = new Map<string, string | null>();
  private readonly keys: { kid: string; publicKey: CryptoKey; privateKey: CryptoKey }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HostileProvider> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const provider = new HostileProvider(server);
    await provider.rotatesKeys();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      provider.serves(request, response).catch(() => response.destroy());
    });
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on it signs with another key, and publishes no more than that. */
  async rotatesKeys(): Promise<void> {
    this.keys.splice(0, 1, { kid: randomUUID(), ...(await generateKeyPair('RS256')) });
  }

  async stops(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  /** An ID token as a client would get it, but for its misdeeds. */
  async idToken(nonce: string | null = null): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const claims: Record<string, unknown> = {
      iss: this.issuer,
      aud: CLIENT.clientId,
      sub: 'alice',
      email: 'alice@example.com',
      email_verified: true,
      iat: now,
      exp: now + 600,
      ...(nonce !== null && { nonce }),
      ...this.misdeeds.claims,
    };
    return this.misdeeds.idToken ? this.misdeeds.idToken(claims) : this.signs(claims);
  }

  async signs(claims: JWTPayload): Promise<string> {
    const [key] = this.keys;
    if (!key) throw new Error('no key');
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(key.privateKey);
  }

  /** Its public key, for those who would misuse it. */
  async publicJwk() {
    return exportJWK(this.keys[0]?.publicKey as CryptoKey);
  }

  private async serves(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.issuer);
    this.asked[url.pathname] = (this.asked[url.pathname] ?? 0) + 1;
    const { answers = {} } = this.misdeeds;
    if (url.pathname === '/authorize') return this.authorizes(url, response);
    if (url.pathname === '/jwks') return answers.jwks ? answers.jwks(response) : sends(response, await this.jwks());
    if (url.pathname === '/token') return answers.token ? answers.token(response) : this.sendsTokens(request, response);
    if (answers.discovery) return answers.discovery(response);
    sends(response, {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      // As much as it can, so that nothing is refused only because it was not announced.
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    });
  }

  private authorizes({ searchParams }: URL, response: ServerResponse): void {
    const code = randomUUID();
    this.nonces.set(code, searchParams.get('nonce'));
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', searchParams.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  private async sendsTokens(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const code = new URLSearchParams(body).get('code') ?? '';
    const nonce = this.nonces.get(code);
    if (nonce === undefined) return sends(response, { error: 'invalid_grant' }, 400);
    this.nonces.delete(code);
    sends(response, { access_token: 'opaque', token_type: 'Bearer', id_token: await this.idToken(nonce) });
  }

  private async jwks() {
    const keys = this.keys.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, use: 'sig' }));
    return { keys: await Promise.all(keys) };
  }
}

function sends(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
