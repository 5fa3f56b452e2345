export const CLIENT: { readonly clientId: string; readonly clientSecret: string };

export interface RunningProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

export function startIdentityProvider(options: {
  readonly redirectUris: readonly string[];
  /** A free one by default. */
  readonly port?: number;
  /** False where address and name are told by the userinfo endpoint alone. */
  readonly claimsInToken?: boolean;
}): Promise<RunningProvider>;
