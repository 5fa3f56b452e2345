import type { RefreshCookie } from '../graphql/context.js';
import { Refusal } from '../kernel/refusal.js';
import type { AllowedOrigins } from './allowed-origins.js';
import { cookieOf, type HttpExchange } from './http-request.js';

/**
 * The refresh token as a cookie: HttpOnly, SameSite=Strict, and over https with the `__Host-` prefix, which ties it to
 * this very host. A request that brings it must also come from an allowed origin, so that no other page of the same
 * site can use it.
 */
export class RefreshTokenCookie implements RefreshCookie {
  private readonly name: string;

  constructor(
    private readonly exchange: HttpExchange,
    private readonly origins: AllowedOrigins,
    private readonly secure: boolean,
  ) {
    this.name = secure ? '__Host-refresh_token' : 'refresh_token';
  }

  read(): string | null {
    const token = this.peek();
    if (token !== null && !this.origins.allows(this.exchange.header('origin'))) throw Refusal.foreignOrigin();
    return token;
  }

  write(token: string, expiresAt: Date): void {
    this.set(token, expiresAt);
  }

  clear(): void {
    if (this.peek() !== null) this.set('', new Date(0));
  }

  peek(): string | null {
    return cookieOf(this.exchange, this.name);
  }

  private set(value: string, expiresAt: Date): void {
    const secure = this.secure ? '; Secure' : '';
    this.exchange.setCookie(
      `${this.name}=${value}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Strict${secure}`,
    );
  }
}
