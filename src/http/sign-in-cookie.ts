import type { BrowserCookie } from '../graphql/context.js';
import type { Duration } from '../kernel/duration.js';
import { newSecretToken } from '../kernel/secrets.js';
import { cookieOf, type HttpExchange } from './http-request.js';

const SECRET = /^[\w-]{43}$/;

/**
 * Binds a sign-in by redirect to the browser that began it. SameSite=Lax, because the provider leads back from another
 * site; over https with the `__Host-` prefix, so that no neighbouring host can plant one (login CSRF). One secret serves
 * all tabs of a browser.
 */
export class SignInCookie implements BrowserCookie {
  private readonly name: string;
  private given: string | null = null;

  constructor(
    private readonly exchange: HttpExchange,
    private readonly secure: boolean,
    /** How long after a sign-in was begun it is kept. */
    private readonly lifetime: Duration,
  ) {
    this.name = secure ? '__Host-sign_in' : 'sign_in';
  }

  read(): string | null {
    const secret = this.given ?? cookieOf(this.exchange, this.name) ?? '';
    return SECRET.test(secret) ? secret : null;
  }

  ensure(): string {
    this.given = this.read() ?? newSecretToken();
    const secure = this.secure ? '; Secure' : '';
    const seconds = Math.ceil(this.lifetime / 1_000);
    this.exchange.setCookie(`${this.name}=${this.given}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
    return this.given;
  }
}
