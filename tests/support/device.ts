import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import {
  type AccountFragment,
  ChangePasswordDocument,
  type ChangePasswordMutation,
  DeleteMeDocument,
  type DeleteMeMutation,
  LoginDocument,
  type LoginMutation,
  LogoutDocument,
  type LogoutMutation,
  MeDocument,
  MyEventsDocument,
  type MyEventsQuery,
  MySessionsDocument,
  type MySessionsQuery,
  RefreshDocument,
  type RefreshMutation,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  type RevokeSessionMutation,
  type TokensFragment,
  UpdateMeDocument,
  type UpdateMeInput,
  type UpdateMeMutation,
} from '../operations/operations.js';
import type { Person } from './person.js';
import type { World } from './world.js';

export type ResultOf<Document> = Document extends TypedDocumentNode<infer Result, never> ? Result : never;

export interface RefusedAnswer {
  readonly code: string;
  readonly reason: string | undefined;
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A client of the server that keeps its tokens as a frontend does. */
export class Device {
  tokens: TokensFragment | null = null;

  constructor(
    private readonly world: World,
    private readonly owner: Person,
    private readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ) {}

  async asks<Result, Variables extends object>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    accessToken: string | null | undefined = this.tokens?.accessToken,
  ): Promise<Result> {
    const headers = {
      'user-agent': this.userAgent,
      'x-forwarded-for': this.owner.address,
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    };
    const client = new GraphQLClient(`${this.world.url}/graphql`, { headers });
    return client.request<Result>({ document, variables });
  }

  async logsIn(password = this.owner.password): Promise<TokensFragment> {
    const { tokens, errors } = await this.triesToLogIn(password);
    if (!tokens) throw new Error(`refused: ${errors.map(({ code }) => code).join(', ')}`);
    return tokens;
  }

  async triesToLogIn(password = this.owner.password, identifier = this.owner.email): Promise<LoginMutation['login']> {
    const { login } = await this.asks(LoginDocument, { input: { identifier, password } }, null);
    if (login.tokens) this.tokens = login.tokens;
    return login;
  }

  /** Trades its refresh token, or another, and keeps what it gets. */
  async refreshes(refreshToken = this.tokens?.refreshToken ?? ''): Promise<RefreshMutation['refresh']> {
    const { refresh } = await this.asks(RefreshDocument, { input: { refreshToken } }, null);
    if (refresh.tokens) this.tokens = refresh.tokens;
    return refresh;
  }

  async logsOut(): Promise<LogoutMutation['logout']> {
    return (await this.asks(LogoutDocument, { input: null })).logout;
  }

  /** Keeps the tokens that it gets. */
  async changesPassword(
    newPassword: string,
    currentPassword = this.owner.password,
  ): Promise<ChangePasswordMutation['changePassword']> {
    const { changePassword } = await this.asks(ChangePasswordDocument, { input: { currentPassword, newPassword } });
    if (changePassword.tokens) {
      this.tokens = changePassword.tokens;
      this.owner.password = newPassword;
    }
    return changePassword;
  }

  async updatesMe(input: UpdateMeInput): Promise<UpdateMeMutation['updateMe']> {
    return (await this.asks(UpdateMeDocument, { input })).updateMe;
  }

  async deletesMe(password: string | null = this.owner.password): Promise<DeleteMeMutation['deleteMe']> {
    return (await this.asks(DeleteMeDocument, { password })).deleteMe;
  }

  async listsSessions(): Promise<NonNullable<MySessionsQuery['me']>['sessions']> {
    return (await this.asks(MySessionsDocument, {})).me?.sessions ?? [];
  }

  async revokes(sessionId: string): Promise<RevokeSessionMutation['revokeSession']> {
    return (await this.asks(RevokeSessionDocument, { sessionId })).revokeSession;
  }

  async revokesOthers(): Promise<number> {
    return (await this.asks(RevokeOtherSessionsDocument, {})).revokeOtherSessions.revokedCount;
  }

  async listsEvents(
    page: { first?: number; after?: string | null } = {},
  ): Promise<NonNullable<MyEventsQuery['me']>['events']> {
    const { me } = await this.asks(MyEventsDocument, { first: page.first ?? null, after: page.after ?? null });
    if (!me) throw new Error('not signed in');
    return me.events;
  }

  async asksMe(accessToken?: string): Promise<AccountFragment | null> {
    return (await this.asks(MeDocument, {}, accessToken ?? this.tokens?.accessToken)).me;
  }

  /** Why `me` is refused; fails where it is not. */
  async isRefusedMe(accessToken?: string): Promise<RefusedAnswer> {
    return refusal(this.asksMe(accessToken));
  }
}

/** The GraphQL error of a request that must be refused. */
export async function refusal(request: Promise<unknown>): Promise<RefusedAnswer> {
  try {
    await request;
  } catch (error) {
    const first = error instanceof ClientError ? error.response.errors?.[0] : undefined;
    if (!first) throw error;
    const { code, reason } = first.extensions as { code: string; reason?: string };
    return { code, reason, message: first.message, extensions: first.extensions };
  }
  throw new Error('the request was not refused');
}
